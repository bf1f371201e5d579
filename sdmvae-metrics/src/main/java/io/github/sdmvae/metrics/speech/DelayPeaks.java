/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** What the two delay histograms have in common. */
final class DelayPeaks {

    /** Frames count with the eighth root of their correlation peak, so that loud ones do not decide alone. */
    static final double EXPONENT = 0.125;

    private DelayPeaks() {}

    /** All lags whose correlation exceeds this count as peaks of the frame. */
    static double limit(double largest) {
        return 0.99 * largest;
    }

    /** First index of the largest value above 0, or 0. */
    static int largest(double[] values) {
        int index = 0;
        double best = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > best) {
                best = values[i];
                index = i;
            }
        }
        return index;
    }

    /** A circular lag as a signed one. */
    static int signed(int lag, int length) {
        return lag >= length / 2 ? lag - length : lag;
    }
}
