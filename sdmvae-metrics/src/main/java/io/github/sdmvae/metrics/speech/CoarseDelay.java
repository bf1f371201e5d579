/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * Delays in steps of 4 ms, from the cross-correlation of the log activities. P.862 clause 10.1. Not for use by
 * several threads.
 */
final class CoarseDelay {

    private static final double[] NOTHING = {};

    private final double[] reference;
    private final double[] degraded;
    private final int window;
    private double[] lastCorrelation = NOTHING;

    CoarseDelay(VoiceActivity reference, VoiceActivity degraded, int window) {
        this.reference = reference.logActivity();
        this.degraded = degraded.logActivity();
        this.window = window;
    }

    /** Delay of the whole degraded signal, in samples; positive where it is later. */
    int ofWholeSignal() {
        return delay(0, reference.length, 0, degraded.length);
    }

    /**
     * Delay of a section.
     *
     * @param from first window of the reference
     * @param to end of the section, exclusive
     * @param seed delay in samples to start from, a multiple of the window
     * @return the delay in samples
     */
    int ofSection(int from, int to, int seed) {
        int start = from;
        int shifted = start + seed / window;
        if (shifted < 0) {
            start = -seed / window;
            shifted = 0;
        }
        int count = Math.min(to, reference.length) - start;
        return delay(start, count, shifted, Math.min(count, degraded.length - shifted)) + seed;
    }

    /** The correlation values behind the last delay; empty where the section was too short to be correlated. */
    double[] lastCorrelation() {
        return lastCorrelation;
    }

    private int delay(int start, int count, int shifted, int shiftedCount) {
        lastCorrelation = NOTHING;
        if (count <= 1 || shiftedCount <= 1 || start < 0) {
            return 0;
        }
        lastCorrelation = Correlation.linear(reference, start, count, degraded, shifted, shiftedCount);
        return (peak(lastCorrelation, count - 1) - count + 1) * window;
    }

    /** First of the largest values above 0. */
    private static int peak(double[] values, int otherwise) {
        int index = otherwise;
        double best = 0;
        for (int k = 0; k < values.length; k++) {
            if (values[k] > best) {
                best = values[k];
                index = k;
            }
        }
        return index;
    }
}
