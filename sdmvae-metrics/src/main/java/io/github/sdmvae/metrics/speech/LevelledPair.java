/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * Both signals at the standard level: what the narrow-band and the wide-band score have in common.
 *
 * @param grid sizes
 * @param reference levelled reference
 * @param degraded levelled degraded signal
 */
record LevelledPair(PesqGrid grid, LevelledSignal reference, LevelledSignal degraded) {

    /** Levels signals that have passed {@link SignalChecks#pesq}. */
    static LevelledPair of(double[] reference, double[] degraded, int rate) {
        PesqGrid grid = PesqGrid.of(rate);
        int longest = Math.max(reference.length, degraded.length);
        return new LevelledPair(
                grid,
                LevelledSignal.of(normalized(reference), grid, longest),
                LevelledSignal.of(normalized(degraded), grid, longest));
    }

    /** Scaled by a power of two, so that no square over- or underflows and no rounding is added. */
    private static double[] normalized(double[] signal) {
        double peak = 0;
        for (double sample : signal) {
            peak = Math.max(peak, Math.abs(sample));
        }
        double factor = Math.scalb(1.0, -Math.getExponent(peak));
        double[] scaled = new double[signal.length];
        for (int i = 0; i < signal.length; i++) {
            scaled[i] = factor * signal[i];
        }
        return scaled;
    }
}
