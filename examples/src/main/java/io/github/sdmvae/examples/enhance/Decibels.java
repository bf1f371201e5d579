/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import java.util.Locale;

/** Numbers as tables show them. */
final class Decibels {
    private Decibels() {}

    /** With a true minus sign; a dash for what is not defined. */
    static String text(double value, int decimals) {
        return Double.isFinite(value)
                ? String.format(Locale.ROOT, "%." + decimals + "f", value).replace('-', '\u2212')
                : "–";
    }

    /** With its sign, for differences. */
    static String signed(double value, int decimals) {
        String text = text(value, decimals);
        return value > 0 ? "+" + text : text;
    }
}
