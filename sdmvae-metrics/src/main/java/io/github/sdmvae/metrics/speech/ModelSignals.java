/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;

/** The two signals the perceptual model hears, extended to the same length. */
final class ModelSignals {

    private final double[] reference;
    private final double[] degraded;
    private final int longest;

    ModelSignals(double[] reference, double[] degraded, int longest) {
        this.reference = reference;
        this.degraded = degraded;
        this.longest = longest;
    }

    /** Padded reference. */
    double[] reference() {
        return reference;
    }

    /** Padded degraded signal, not yet aligned. */
    double[] degraded() {
        return degraded;
    }

    /** Length of the longer one with its margins, without the padding. */
    int longest() {
        return longest;
    }

    static ModelSignals of(PaddedSignal reference, PaddedSignal degraded, PesqGrid grid) {
        int longest = Math.max(reference.n(), degraded.n());
        int length = longest + grid.padding();
        return new ModelSignals(extend(reference.samples(), length), extend(degraded.samples(), length), longest);
    }

    private static double[] extend(double[] samples, int length) {
        return samples.length == length ? samples : Arrays.copyOf(samples, length);
    }

    /** The degraded signal moved back by its delays; zero in the margins. */
    double[] alignedDegraded(DelayMap delays, PesqGrid grid) {
        int first = grid.margin();
        int end = degraded.length - grid.margin();
        double[] aligned = new double[degraded.length];
        for (int block = first; block < end; block += grid.window()) {
            int delay = delays.at(block);
            for (int i = block; i < Math.min(block + grid.window(), end); i++) {
                aligned[i] = degraded[Math.max(first, Math.min(i + delay, end - 1))];
            }
        }
        return aligned;
    }
}
