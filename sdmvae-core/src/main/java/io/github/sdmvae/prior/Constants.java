/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** Numbers that several priors need, and checks of their settings. */
final class Constants {
    /** {@code ½ log 2π}. */
    static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private Constants() {}

    static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and above zero, got " + value);
        }
    }

    static void requireFraction(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be above 0 and below 1, got " + value);
        }
    }
}
