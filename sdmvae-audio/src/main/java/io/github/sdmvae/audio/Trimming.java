/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/** Finds the ends of speech by its level. */
final class Trimming {
    private static final int FRAME = 2048;
    private static final int HOP = 512;
    private static final double FLOOR = 1e-10;

    private Trimming() {}

    /** First sample to keep and the one after the last. */
    static int[] range(double[] samples, double decibels) {
        if (!(decibels > 0) || Double.isInfinite(decibels)) {
            throw new IllegalArgumentException("trimming must be above 0 dB and finite, got " + decibels);
        }
        double[] levels = levels(samples);
        double loudest = Double.NEGATIVE_INFINITY;
        for (double level : levels) {
            loudest = Math.max(loudest, level);
        }
        int first = 0;
        while (levels[first] <= loudest - decibels) {
            first++;
        }
        int last = levels.length - 1;
        while (levels[last] <= loudest - decibels) {
            last--;
        }
        // The last centred frame can start after the last sample, so the loudest one may lie outside altogether.
        int from = Math.min(HOP * first, samples.length - 1);
        return new int[] {from, Math.min(samples.length, HOP * (last + 1))};
    }

    private static double[] levels(double[] samples) {
        double[] levels = new double[1 + samples.length / HOP];
        for (int t = 0; t < levels.length; t++) {
            int from = Math.max(0, HOP * t - FRAME / 2);
            int to = Math.min(samples.length, HOP * t + FRAME / 2);
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += samples[i] * samples[i];
            }
            levels[t] = 10 * Math.log10(Math.max(FLOOR, sum / FRAME));
        }
        return levels;
    }
}
