/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import java.util.Arrays;

/**
 * Which pseudo-input a point belongs to: {@code w = softmax} of the logits, the last columns of the heads. With G the divergence of
 * a point from each of them, the logits' gradient is {@code w_u (G_u - Σ_v w_v G_v)}.
 */
final class CpuClassifier {
    /** Smaller weights become zero: their products would be denormal numbers. */
    private static final float SMALL_WEIGHT = 1e-20f;

    /** Slots of {@link CpuScratch}. */
    private static final int WEIGHTS = 0;

    private static final int DISTANCES = 1;
    private static final int SPARE = 2;

    private final CpuTeam team;
    private final CpuTensor heads;
    private final CpuTensor dHeads;
    private final CpuTensor weights;
    private final CpuTensor distances;
    private final CpuRows rows;
    private final int count;
    private final int before;
    private final int[] nearest;
    private final int[] times;

    /**
     * A classifier between arrays of others.
     *
     * @param team shares the work
     * @param heads of points, and behind them of pseudo-inputs, which need no logits
     * @param dHeads receives the logits' gradient
     * @param weights points × pseudo-inputs
     * @param distances G, of the same shape, but for what is the same for all pseudo-inputs
     */
    CpuClassifier(CpuTeam team, CpuTensor heads, CpuTensor dHeads, CpuTensor weights, CpuTensor distances) {
        this.team = team;
        this.heads = heads;
        this.dHeads = dHeads;
        this.weights = weights;
        this.distances = distances;
        this.rows = new CpuRows(weights.rows(), weights.columns());
        this.count = weights.columns();
        this.before = heads.columns() - count;
        this.nearest = new int[weights.rows()];
        this.times = new int[count];
    }

    /** The pseudo-input with the largest weight for a point. */
    int nearest(int row) {
        return nearest[row];
    }

    /** For how many points a pseudo-input is the nearest. */
    int timesNearest(int u) {
        return times[u];
    }

    /** Logits → weights. */
    void weigh() {
        team.run(rows.parts(), p -> rows.each(p, this::weigh));
        Arrays.fill(times, 0);
        for (int u : nearest) {
            times[u]++;
        }
    }

    private void weigh(int firstRow, int n) {
        CpuScratch s = CpuScratch.own();
        float[] w = s.array(WEIGHTS, n * count);
        for (int i = 0; i < n; i++) {
            heads.get((firstRow + i) * heads.columns() + before, w, i * count, count);
            nearest[firstRow + i] = largest(w, i * count) - i * count;
            add(w, i * count, -w[i * count + nearest[firstRow + i]]);
        }
        FastMath.exp(w, w, s.array(SPARE, n * count), n * count, s);
        for (int i = 0; i < n; i++) {
            normalise(w, i * count, 1 / FastMath.sum(w, i * count, count));
        }
        weights.put(firstRow * count, w, 0, n * count);
    }

    private int largest(float[] values, int first) {
        int largest = first;
        for (int at = first + 1; at < first + count; at++) {
            largest = values[at] > values[largest] ? at : largest;
        }
        return largest;
    }

    private void add(float[] values, int first, float number) {
        for (int at = first; at < first + count; at++) {
            values[at] += number;
        }
    }

    private void normalise(float[] values, int first, float factor) {
        for (int at = first; at < first + count; at++) {
            values[at] = FastMath.flush(values[at] * factor, SMALL_WEIGHT);
        }
    }

    /** Weights and distances → gradient of the logits, times the scale. */
    void differentiate(float scale) {
        team.run(rows.parts(), p -> rows.each(p, (row, n) -> differentiate(scale, row, n)));
        for (int row = rows.rows(); row < dHeads.rows(); row++) {
            dHeads.zero(row * dHeads.columns() + before, count);
        }
    }

    private void differentiate(float scale, int firstRow, int n) {
        int values = n * count;
        CpuScratch s = CpuScratch.own();
        float[] w = s.array(WEIGHTS, values);
        float[] g = s.array(DISTANCES, values);
        float[] shares = s.array(SPARE, values);
        weights.get(firstRow * count, w, 0, values);
        distances.get(firstRow * count, g, 0, values);
        for (int at = 0; at < values; at++) {
            shares[at] = w[at] * g[at];
        }
        for (int i = 0; i < n; i++) {
            add(g, i * count, -FastMath.sum(shares, i * count, count));
        }
        for (int at = 0; at < values; at++) {
            g[at] *= scale * w[at];
        }
        for (int i = 0; i < n; i++) {
            dHeads.put((firstRow + i) * dHeads.columns() + before, g, i * count, count);
        }
    }
}
