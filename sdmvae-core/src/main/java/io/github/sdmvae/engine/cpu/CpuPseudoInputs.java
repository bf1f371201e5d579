/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.PseudoInputs;
import java.util.Arrays;

/**
 * The code kernels of the prior made of pseudo-inputs' posteriors, {@code Σ_u w_u KL(q ‖ q_u) + k KL(mean of q_u* ‖ α)}, by
 * products of matrices. With P = 1/σ_u², C = ½m²P + ½λ_u - log q_u and S = -log(1 - q_u) of the components, the divergence of a
 * point from each of them is
 *
 * <pre>G = [½q(σ² + μ²)  -qμ  q  1-q] · [P  mP  C  S]ᵀ + what the point has of its own,</pre>
 *
 * so that its gradients need {@code w · [P mP C S]} and {@code wᵀ · [½q(σ² + μ²) -qμ q 1-q]} alone. Means count from the
 * components' own mean: of (μ - m)²/σ_u² the products lose about 1e-7·m²/σ_u², and m should be no larger than it must.
 */
final class CpuPseudoInputs extends CpuSlabCode {
    /** Slots of {@link CpuScratch}: the four blocks of columns. */
    private static final int PRECISION = OWN;

    private static final int PULL = OWN + 1;
    private static final int IN_SLAB = OWN + 2;
    private static final int IN_SPIKE = OWN + 3;
    /** q and 1 - q, clamped, the logarithm of q, and by what the gradient in q goes on to p. */
    private static final int Q = OWN + 4;

    private static final int REST = OWN + 5;
    private static final int LOG_Q = OWN + 6;
    private static final int THROUGH = OWN + 7;

    private final CpuLayers layers;
    private final double alpha;
    private final int count;
    private final CpuRows componentParts;
    private final CpuTensor components;
    private final CpuTensor points;
    private final CpuTensor weights;
    private final CpuTensor distances;
    private final CpuTensor mixed;
    private final CpuTensor gathered;
    private final CpuClassifier classifier;
    private final float[] centre;
    private final double[] meanSlab;

    CpuPseudoInputs(CpuTeam team, CodeRule rule, CodeTensors t) {
        super(team, t);
        this.layers = new CpuLayers(team);
        this.alpha = ((PseudoInputs) rule.prior()).alpha();
        this.count = t.shape().pseudoRows();
        this.componentParts = new CpuRows(count, width);
        components = new CpuTensor(count, 4 * width);
        points = new CpuTensor(rows, 4 * width);
        weights = new CpuTensor(rows, count);
        distances = new CpuTensor(rows, count);
        mixed = new CpuTensor(rows, 4 * width);
        gathered = new CpuTensor(count, 4 * width);
        classifier = new CpuClassifier(team, heads, dHeads, weights, distances);
        centre = new float[width];
        meanSlab = new double[count];
    }

    @Override
    void sample(float scale) {
        findCentre();
        team.run(componentParts.parts(), p -> componentParts.each(p, this::component));
        classifier.weigh();
        layers.multiply(weights, false, components, false, mixed);
        team.run(parts.parts(), p -> parts.each(p, (row, n) -> point(scale, row, n)));
        layers.multiply(points, false, components, true, distances);
        classifier.differentiate(scale);
        layers.multiply(weights, true, points, false, gathered);
        team.run(componentParts.parts(), p -> componentParts.each(p, (row, n) -> gather(scale, row, n)));
    }

    private void findCentre() {
        float[] row = new float[width];
        float share = 1f / count;
        Arrays.fill(centre, 0);
        for (int u = 0; u < count; u++) {
            heads.get((rows + u) * heads.columns(), row, 0, width);
            for (int j = 0; j < width; j++) {
                centre[j] += share * row[j];
            }
        }
    }

    private void subtractCentre(float[] mean, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < width; j++) {
                mean[i * width + j] -= centre[j];
            }
        }
    }

    /** What {@link #posterior} has found, as the divergence takes it. */
    private void prepare(int n, CpuScratch s) {
        int entries = n * width;
        spike(s, entries);
        subtractCentre(s.array(MEAN, entries), n);
        float[] slab = s.array(SLAB, entries);
        float[] spike = s.array(SPIKE, entries);
        clamp(slab, s.array(Q, entries), CLAMP, 1 - CLAMP, entries);
        clamp(spike, s.array(REST, entries), CLAMP, 1 - CLAMP, entries);
        clamp(s.array(LOG_SLAB, entries), s.array(LOG_Q, entries), LOWEST, HIGHEST, entries);
        float[] through = s.array(THROUGH, entries);
        for (int e = 0; e < entries; e++) {
            through[e] = slab[e] * FastMath.above(slab[e] - CLAMP) * FastMath.above(spike[e] - CLAMP);
        }
    }

    private void component(int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(rows + firstRow, n, s);
        prepare(n, s);
        components(s, entries);
        putTogether(components, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
        float[] q = s.array(Q, entries);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += q[i * width + j];
            }
            meanSlab[firstRow + i] = sum / width;
        }
    }

    /** In short loops here and below: of longer ones the JIT makes no vector instructions. */
    private static void components(CpuScratch s, int n) {
        float[] mean = s.array(MEAN, n);
        float[] spread = s.array(SPREAD, n);
        float[] precision = s.array(PRECISION, n);
        float[] pull = s.array(PULL, n);
        for (int e = 0; e < n; e++) {
            precision[e] = 1 / (spread[e] * spread[e]);
            pull[e] = mean[e] * precision[e];
        }
        float[] logVariance = s.array(LOG_VARIANCE, n);
        float[] logQ = s.array(LOG_Q, n);
        float[] logSpike = s.array(LOG_SPIKE, n);
        float[] inSlab = s.array(IN_SLAB, n);
        float[] inSpike = s.array(IN_SPIKE, n);
        for (int e = 0; e < n; e++) {
            inSlab[e] = 0.5f * (mean[e] * pull[e] + logVariance[e]) - logQ[e];
            inSpike[e] = -logSpike[e];
        }
    }

    private void point(float scale, int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        drawAll(firstRow, n, s);
        prepare(n, s);
        points(s, entries);
        putTogether(points, firstRow, n, s, PRECISION, PULL, Q, REST);
        takeApart(mixed, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
        diverge(s, scale, entries);
        addShare(firstRow, n, s.array(TERMS, entries));
        divergence.put(firstRow * width, s.array(TERMS, entries), 0, entries);
        putTogether(dHeads, firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
    }

    /** What the nearest pseudo-input's share of slabs costs, spread over a point's entries. */
    private void addShare(int firstRow, int n, float[] terms) {
        for (int i = 0; i < n; i++) {
            float share = (float) bernoulliDivergence(meanSlab[classifier.nearest(firstRow + i)], alpha);
            for (int e = i * width; e < (i + 1) * width; e++) {
                terms[e] += share;
            }
        }
    }

    private static void points(CpuScratch s, int n) {
        float[] mean = s.array(MEAN, n);
        float[] spread = s.array(SPREAD, n);
        float[] q = s.array(Q, n);
        float[] toPrecision = s.array(PRECISION, n);
        float[] toPull = s.array(PULL, n);
        for (int e = 0; e < n; e++) {
            toPrecision[e] = 0.5f * q[e] * (spread[e] * spread[e] + mean[e] * mean[e]);
            toPull[e] = -q[e] * mean[e];
        }
    }

    private static void diverge(CpuScratch s, float scale, int n) {
        float[] mean = s.array(MEAN, n);
        float[] spread = s.array(SPREAD, n);
        float[] q = s.array(Q, n);
        float[] precision = s.array(PRECISION, n);
        float[] pull = s.array(PULL, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        for (int e = 0; e < n; e++) {
            float factor = scale * q[e];
            dMean[e] = factor * (mean[e] * precision[e] - pull[e]);
            dLogVariance[e] = 0.5f * factor * (spread[e] * spread[e] * precision[e] - 1);
        }
        float[] square = s.array(TERMS, n);
        for (int e = 0; e < n; e++) {
            square[e] = 0.5f * (spread[e] * spread[e] + mean[e] * mean[e]) * precision[e] - mean[e] * pull[e];
        }
        compare(s, scale, square, n);
    }

    private static void compare(CpuScratch s, float scale, float[] square, int n) {
        float[] logVariance = s.array(LOG_VARIANCE, n);
        float[] logQ = s.array(LOG_Q, n);
        float[] inSlab = s.array(IN_SLAB, n);
        for (int e = 0; e < n; e++) {
            square[e] += inSlab[e] + logQ[e] - 0.5f * (logVariance[e] + 1);
        }
        float[] q = s.array(Q, n);
        float[] rest = s.array(REST, n);
        float[] logSpike = s.array(LOG_SPIKE, n);
        float[] inSpike = s.array(IN_SPIKE, n);
        float[] through = s.array(THROUGH, n);
        float[] dLogSlab = s.array(D_LOG_SLAB, n);
        for (int e = 0; e < n; e++) {
            float toSpike = logSpike[e] + inSpike[e];
            dLogSlab[e] = scale * (square[e] - toSpike) * through[e];
            square[e] = q[e] * square[e] + rest[e] * toSpike;
        }
    }

    /** Gradients of the pseudo-inputs' own heads. */
    private void gather(float scale, int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(rows + firstRow, n, s);
        prepare(n, s);
        takeApart(gathered, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
        float[] toMeanSlab = s.array(TERMS, entries);
        for (int i = 0; i < n; i++) {
            double slope = bernoulliSlope(meanSlab[firstRow + i], alpha) * classifier.timesNearest(firstRow + i);
            Arrays.fill(toMeanSlab, i * width, (i + 1) * width, (float) slope);
        }
        gather(s, scale, entries);
        putTogether(dHeads, rows + firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
    }

    private static void gather(CpuScratch s, float scale, int n) {
        float[] mean = s.array(MEAN, n);
        float[] toPrecision = s.array(PRECISION, n);
        float[] toPull = s.array(PULL, n);
        float[] toSlab = s.array(IN_SLAB, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        for (int e = 0; e < n; e++) {
            float half = 0.5f * toSlab[e] * mean[e];
            dMean[e] = toPull[e] + 2 * half;
            dLogVariance[e] = toPrecision[e] + mean[e] * (toPull[e] + half);
        }
        float[] spread = s.array(SPREAD, n);
        for (int e = 0; e < n; e++) {
            float factor = scale / (spread[e] * spread[e]);
            dMean[e] *= factor;
            dLogVariance[e] = scale * 0.5f * toSlab[e] - factor * dLogVariance[e];
        }
        float[] q = s.array(Q, n);
        float[] rest = s.array(REST, n);
        float[] toSpike = s.array(IN_SPIKE, n);
        float[] toMeanSlab = s.array(TERMS, n);
        float[] through = s.array(THROUGH, n);
        float[] dLogSlab = s.array(D_LOG_SLAB, n);
        for (int e = 0; e < n; e++) {
            dLogSlab[e] = scale * (toSpike[e] / rest[e] - toSlab[e] / q[e] + toMeanSlab[e]) * through[e];
        }
    }

    /** {@code (1-q) log((1-q)/(1-p)) + q log(q/p)}. */
    private static double bernoulliDivergence(double q, double p) {
        return (1 - q) * Math.log((1 - q) / (1 - p)) + q * Math.log(q / p);
    }

    /** Its derivative with respect to q. */
    private static double bernoulliSlope(double q, double p) {
        return Math.log(q / p) - Math.log((1 - q) / (1 - p));
    }
}
