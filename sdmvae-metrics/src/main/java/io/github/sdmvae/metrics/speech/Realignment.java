/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.ArrayList;
import java.util.List;

/** Second alignment of bad intervals, by the correlation of magnitudes. P.862 clause 10.2. */
final class Realignment {

    private static final double LEAST_CORRELATION = 0.5;
    private static final double SILENT = 1e-6;

    private final PesqGrid grid;
    private final ModelSignals signals;
    private final double[] aligned;
    private final int reach;

    /**
     * Prepares the second alignment.
     *
     * @param signals both signals
     * @param aligned degraded signal with the delays found so far taken out
     * @param grid sizes
     */
    Realignment(ModelSignals signals, double[] aligned, PesqGrid grid) {
        this.grid = grid;
        this.signals = signals;
        this.aligned = aligned;
        this.reach = 4 * grid.frame();
    }

    /** Finds the remaining delay of each interval. */
    List<PesqBadInterval> estimate(List<int[]> intervals) {
        List<PesqBadInterval> found = new ArrayList<>();
        for (int[] interval : intervals) {
            found.add(estimate(interval[0], interval[1]));
        }
        return found;
    }

    /** The degraded signal with the delays of the intervals taken out as well. */
    double[] apply(List<PesqBadInterval> intervals) {
        double[] realigned = aligned.clone();
        for (PesqBadInterval interval : intervals) {
            int end = end(interval.endFrame());
            for (int i = begin(interval.firstFrame()); i < end; i++) {
                realigned[i] = aligned[clamp(i + interval.delaySamples(), 0, signals.longest() - 1)];
            }
        }
        return realigned;
    }

    private int begin(int frame) {
        return grid.margin() + frame * grid.hop();
    }

    private int end(int endFrame) {
        return begin(endFrame) + grid.frame();
    }

    private PesqBadInterval estimate(int firstFrame, int endFrame) {
        int from = begin(firstFrame);
        int length = end(endFrame) - from;
        int size = RealFft.sizeFor(length + 2 * reach);
        double[] x = new double[size];
        double[] y = new double[size];
        for (int i = 0; i < length; i++) {
            x[reach + i] = Math.abs(signals.reference()[from + i]);
        }
        int last = aligned.length - grid.margin() - 1;
        for (int k = 0; k < length + 2 * reach; k++) {
            y[k] = Math.abs(aligned[clamp(from - reach + k, grid.margin(), last)]);
        }
        return best(firstFrame, endFrame, x, y, 2.0 * RealFft.sizeFor(length + 2 * reach));
    }

    private PesqBadInterval best(int firstFrame, int endFrame, double[] x, double[] y, double transformLength) {
        double energyX = energy(x);
        double energyY = energy(y);
        if (energyX / transformLength <= SILENT || energyY / transformLength <= SILENT) {
            return new PesqBadInterval(firstFrame, endFrame, 0, 0);
        }
        RealFft fft = RealFft.ofSize(x.length);
        fft.forward(x);
        fft.forward(y);
        RealFft.correlate(x, y);
        fft.inverse(y);
        double scale = 1 / Math.sqrt(energyX * energyY);
        int lag = 0;
        double best = 0;
        for (int k = -reach; k < reach; k++) {
            double correlation = y[k & (y.length - 1)] * scale;
            if (correlation > best) {
                best = correlation;
                lag = k;
            }
        }
        return new PesqBadInterval(firstFrame, endFrame, best < LEAST_CORRELATION ? 0 : lag, best);
    }

    private static double energy(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    private static int clamp(int index, int lowest, int highest) {
        return Math.max(lowest, Math.min(index, highest));
    }
}
