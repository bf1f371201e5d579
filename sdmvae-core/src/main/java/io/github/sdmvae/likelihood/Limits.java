/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;

/** Log-variances η that are limited to ±clamp. */
final class Limits {
    private static final String CLAMP = "clamp";

    private Limits() {}

    static void requirePositive(String what, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(what + " must be above zero, got " + value);
        }
    }

    /** JSON has no infinity; a clamp that is off is left out. */
    static Description describe(Description description, double clamp) {
        return Double.isInfinite(clamp) ? description : description.with(CLAMP, clamp);
    }

    static double clamp(Description description) {
        return description.has(CLAMP) ? description.number(CLAMP) : Double.POSITIVE_INFINITY;
    }

    static double limit(double eta, double clamp) {
        return Math.max(-clamp, Math.min(clamp, eta));
    }

    /** Zero only where a descent step would push η further out of its limits. */
    static double gradient(double eta, double gradient, double clamp) {
        boolean furtherOut = (eta > clamp && gradient < 0) || (eta < -clamp && gradient > 0);
        return furtherOut ? 0 : gradient;
    }
}
