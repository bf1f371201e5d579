/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Histogram of correlation peaks whose entries are spread over a triangle as they come in. */
final class DelayHistogram {

    private final FrameCorrelator correlator;
    private final double[] bins;
    private final int spread;
    private double total;

    DelayHistogram(PesqGrid grid, FrameCorrelator correlator) {
        this.correlator = correlator;
        this.bins = new double[grid.alignment()];
        this.spread = grid.spread();
    }

    /**
     * Adds the peaks of one frame.
     *
     * <p>Total and centre bin receive the same increment in the same order: a single peak must give a confidence of
     * exactly 1, because equal candidates are decided by who comes first.
     */
    void add(int referencePosition, int degradedPosition) {
        double[] correlation = correlator.correlate(referencePosition, degradedPosition);
        double limit = DelayPeaks.limit(correlator.largest());
        double increment = Math.pow(limit, DelayPeaks.EXPONENT) / spread;
        for (int i = 0; i < correlation.length; i++) {
            if (correlation[i] > limit) {
                total += increment * spread;
                spreadOver(i, increment);
            }
        }
    }

    /** Reads delay and confidence off what has been added so far. */
    void settle(SplitPoint.Half half) {
        int peak = DelayPeaks.largest(bins);
        half.delay = half.coarseDelay + DelayPeaks.signed(peak, bins.length);
        half.confidence = total <= 0 ? 0 : bins[peak] / total;
    }

    private void spreadOver(int index, double increment) {
        for (int j = 1 - spread; j < spread; j++) {
            bins[(index + j) & (bins.length - 1)] += increment * (spread - Math.abs(j));
        }
    }
}
