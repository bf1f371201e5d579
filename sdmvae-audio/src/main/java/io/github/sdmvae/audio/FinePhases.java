/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * The weights of a {@link SincKernel} at any fraction of an input sample, from a table of evenly spaced ones: for ratios of
 * rates whose phases are too many to keep. Between four neighbours in the table a cubic is laid (Lagrange's form).
 *
 * <p>Its error, (3/128)·h⁗·δ⁴ for a step δ, is below 1e-11 of the largest weight, whatever the rates: far below the
 * filter's own ripple of 5e-6.
 */
final class FinePhases {
    /** Steps in an input sample, where the kernel is as narrow as it gets. */
    private static final int STEPS = 512;

    private final SincKernel kernel;
    private final int steps;
    /** Row j + 1 is for the fraction j / steps. */
    private final double[][] table;

    FinePhases(SincKernel kernel) {
        this.kernel = kernel;
        this.steps = Math.max(4, (int) Math.ceil(STEPS * kernel.cutoff()));
        this.table = new double[steps + 3][kernel.taps()];
        for (int j = 0; j < table.length; j++) {
            double centre = centre((j - 1.0) / steps);
            for (int k = 0; k < table[j].length; k++) {
                table[j][k] = kernel.smoothAt(k - centre);
            }
        }
    }

    private double centre(double fraction) {
        return kernel.taps() / 2.0 - 1 + fraction;
    }

    /** The weights for an output that lies {@code fraction} of a sample, 0 to below 1, behind the middle of the taps. */
    double[] weights(double fraction, double[] weights) {
        int j = (int) (fraction * steps);
        double t = fraction * steps - j;
        double[] before = table[j];
        double[] left = table[j + 1];
        double[] right = table[j + 2];
        double[] after = table[j + 3];
        double a = -t * (t - 1) * (t - 2) / 6;
        double b = (t + 1) * (t - 1) * (t - 2) / 2;
        double c = -(t + 1) * t * (t - 2) / 2;
        double d = (t + 1) * t * (t - 1) / 6;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = a * before[k] + b * left[k] + c * right[k] + d * after[k];
        }
        // The window ends between two samples: whether the outermost are inside depends on the fraction.
        double centre = centre(fraction);
        if (centre >= kernel.reach()) {
            weights[0] = 0;
        }
        if (weights.length - 1 - centre >= kernel.reach()) {
            weights[weights.length - 1] = 0;
        }
        return SincKernel.scaled(weights);
    }
}
