/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks for the best window at which to split one utterance; one use per instance. */
final class SplitSearch {

    private static final int SHORTEST = 200;
    private static final int MOST_POINTS = 40;

    private final AlignmentData data;
    private final PesqGrid grid;
    private final UtteranceDraft utterance;

    SplitSearch(AlignmentData data, UtteranceDraft utterance) {
        this.data = data;
        this.grid = data.grid();
        this.utterance = utterance;
    }

    /** The point with the largest summed confidence, the first of equals; null if no split pays. */
    @Nullable
    SplitPoint best() {
        List<SplitPoint> points = candidates();
        if (points.isEmpty()) {
            return null;
        }
        FrameCorrelator correlator =
                new FrameCorrelator(data.reference(), data.degraded(), estimateCoarseDelays(points), true);
        fillLeft(points, correlator);
        fillRight(points, correlator);
        return choose(points);
    }

    /** Points on a grid over the speech of the utterance, away from its ends. */
    List<SplitPoint> candidates() {
        int first = utterance.start;
        while (first < utterance.end && !data.activity().speech(first)) {
            first++;
        }
        int end = utterance.end;
        while (end > utterance.start && !data.activity().speech(end)) {
            end--;
        }
        end++;
        int length = end - first;
        List<SplitPoint> points = new ArrayList<>();
        if (length < SHORTEST) {
            return points;
        }
        int step = ((int) ((0.801 * length + 159) / 160)) * 4;
        int pad = Math.max(length / 10, PesqGrid.MARGIN_WINDOWS);
        int window = first + pad;
        do {
            points.add(new SplitPoint(window));
            window += step;
        } while (window <= end - pad && points.size() < MOST_POINTS);
        return points;
    }

    /**
     * Sets the coarse delays of both sides of every point and returns the analysis window for the fine ones.
     *
     * <p>In the program that defines conforming scores the window shares memory with the coarse correlation, whose values
     * replace its beginning in long utterances. Published scores contain that, so it is done here too.
     */
    private double[] estimateCoarseDelays(List<SplitPoint> points) {
        double[] window = Windows.periodicHann(grid.alignment());
        for (SplitPoint point : points) {
            point.left().coarseDelay = data.coarse().ofSection(utterance.start, point.window(), utterance.coarseDelay);
            overwrite(window);
            point.right().coarseDelay = data.coarse().ofSection(point.window(), utterance.end, utterance.coarseDelay);
            overwrite(window);
        }
        return window;
    }

    private void overwrite(double[] window) {
        double[] correlation = data.coarse().lastCorrelation();
        int offset = 3 * grid.alignment() + 6;
        for (int i = 0; i < window.length && offset + i < correlation.length; i++) {
            window[i] = correlation[offset + i];
        }
    }

    /** Points with the same coarse delay share one histogram that grows from the start of the utterance. */
    private void fillLeft(List<SplitPoint> points, FrameCorrelator correlator) {
        for (int g = 0; g < points.size(); g++) {
            if (!points.get(g).left().open()) {
                continue;
            }
            int coarse = points.get(g).left().coarseDelay;
            DelayHistogram histogram = new DelayHistogram(grid, correlator);
            int p = utterance.start * grid.window();
            if (p + coarse < 0) {
                p = -coarse;
            }
            for (SplitPoint point : points.subList(g, points.size())) {
                if (point.left().open() && point.left().coarseDelay == coarse) {
                    p = addForward(histogram, p, coarse, point.window() * grid.window());
                    histogram.settle(point.left());
                }
            }
        }
    }

    private int addForward(DelayHistogram histogram, int from, int coarse, int end) {
        int p = from;
        while (p + coarse + grid.alignment() <= data.degradedLength() && p + grid.alignment() <= end) {
            histogram.add(p, p + coarse);
            p += grid.alignmentHop();
        }
        return p;
    }

    /** As {@link #fillLeft}, growing from the end of the utterance towards its start. */
    private void fillRight(List<SplitPoint> points, FrameCorrelator correlator) {
        for (SplitPoint point : points) {
            if (!(point.left().confidence > utterance.confidence)) {
                point.right().confidence = 0;
            }
        }
        for (int g = points.size() - 1; g >= 0; g--) {
            if (!points.get(g).right().open()) {
                continue;
            }
            int coarse = points.get(g).right().coarseDelay;
            DelayHistogram histogram = new DelayHistogram(grid, correlator);
            int p = utterance.end * grid.window() - grid.alignment();
            p = Math.min(p, data.degradedLength() - grid.alignment() - coarse);
            for (int k = g; k >= 0; k--) {
                SplitPoint point = points.get(k);
                if (point.right().open() && point.right().coarseDelay == coarse) {
                    p = addBackward(histogram, p, coarse, point.window() * grid.window());
                    histogram.settle(point.right());
                }
            }
        }
    }

    private int addBackward(DelayHistogram histogram, int from, int coarse, int begin) {
        int p = from;
        while (p + coarse >= 0 && p >= begin) {
            histogram.add(p, p + coarse);
            p -= grid.alignmentHop();
        }
        return p;
    }

    private @Nullable SplitPoint choose(List<SplitPoint> points) {
        SplitPoint best = null;
        double confidence = 0;
        for (SplitPoint point : points) {
            if (point.betterThan(utterance.confidence, grid.window()) && point.confidence() > confidence) {
                best = point;
                confidence = point.confidence();
            }
        }
        return best;
    }
}
