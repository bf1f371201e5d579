/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;

/** Delay of an utterance to the sample, from a histogram of the frames' correlation peaks. P.862 clause 10.1. */
final class FineDelay {

    private final AlignmentData data;
    private final FrameCorrelator correlator;
    private final double[] histogram;

    FineDelay(AlignmentData data) {
        this.data = data;
        int length = data.grid().alignment();
        this.correlator = new FrameCorrelator(data.reference(), data.degraded(), Windows.periodicHann(length), false);
        this.histogram = new double[length];
    }

    /** Sets delay and confidence of an utterance whose search range and coarse delay are known. */
    void estimate(UtteranceDraft draft) {
        collect(draft);
        double total = 0;
        for (double value : histogram) {
            total += value;
        }
        double[] smoothed = smoothed(data.grid().spread());
        int peak = DelayPeaks.largest(smoothed);
        draft.confidence = total == 0 ? 0 : smoothed[peak] / total;
        draft.delay = draft.coarseDelay + DelayPeaks.signed(peak, histogram.length);
    }

    private void collect(UtteranceDraft draft) {
        PesqGrid grid = data.grid();
        Arrays.fill(histogram, 0);
        int p = draft.searchStart * grid.window();
        int q = p + draft.coarseDelay;
        if (q < 0) {
            p = -draft.coarseDelay;
            q = 0;
        }
        int end = draft.searchEnd * grid.window();
        while (q + grid.alignment() <= data.degradedLength() && p + grid.alignment() <= end) {
            addFrame(correlator.correlate(p, q));
            p += grid.alignmentHop();
            q += grid.alignmentHop();
        }
    }

    private void addFrame(double[] correlation) {
        double limit = DelayPeaks.limit(correlator.largest());
        double weight = Math.pow(limit, DelayPeaks.EXPONENT);
        for (int i = 0; i < correlation.length; i++) {
            if (correlation[i] > limit) {
                histogram[i] += weight;
            }
        }
    }

    private double[] smoothed(int spread) {
        int length = histogram.length;
        double[] smoothed = new double[length];
        for (int i = 0; i < length; i++) {
            for (int j = 1 - spread; histogram[i] != 0 && j < spread; j++) {
                smoothed[(i + j) & (length - 1)] += histogram[i] * (1 - Math.abs(j) / (double) spread);
            }
        }
        return smoothed;
    }
}
