/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** The logarithm of the gamma function: Stirling's series after a shift; relative error below 1e-14. */
final class LogGamma {
    private static final double[] SERIES = {1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188};
    private static final double SHIFT = 15;

    private LogGamma() {}

    static double of(double x) {
        double shifted = x;
        double product = 0;
        while (shifted < SHIFT) {
            product += Math.log(shifted);
            shifted++;
        }
        double series = 0;
        double power = 1 / shifted;
        for (double coefficient : SERIES) {
            series += coefficient * power;
            power /= shifted * shifted;
        }
        return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - product;
    }
}
