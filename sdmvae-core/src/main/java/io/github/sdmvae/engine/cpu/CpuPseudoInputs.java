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
        team.run(parts.parts(), p -> parts.each(p, this::point));
        classifier.weigh();
        layers.multiply(points, false, components, true, distances);
        layers.multiply(weights, false, components, false, mixed);
        layers.multiply(weights, true, points, false, gathered);
        team.run(parts.parts(), p -> parts.each(p, (row, n) -> diverge(scale, row, n)));
        classifier.differentiate(scale);
        team.run(componentParts.parts(), p -> componentParts.each(p, (row, n) -> gather(scale, row, n)));
    }

    private void findCentre() {
        float[] row = new float[width];
        Arrays.fill(centre, 0);
        for (int u = 0; u < count; u++) {
            heads.get((rows + u) * heads.columns(), row, 0, width);
            for (int j = 0; j < width; j++) {
                centre[j] += row[j] / count;
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

    private void component(int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(rows + firstRow, n, s);
        spike(s, entries);
        subtractCentre(s.array(MEAN, entries), n);
        components(s, entries);
        putTogether(components, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
        float[] slab = s.array(SLAB, entries);
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += Math.max(CLAMP, Math.min(1 - CLAMP, slab[i * width + j]));
            }
            meanSlab[firstRow + i] = sum / width;
        }
    }

    private static void components(CpuScratch s, int n) {
        float[] mean = s.array(MEAN, n);
        float[] logVariance = s.array(LOG_VARIANCE, n);
        float[] logSlab = s.array(LOG_SLAB, n);
        float[] spread = s.array(SPREAD, n);
        float[] logSpike = s.array(LOG_SPIKE, n);
        float[] precision = s.array(PRECISION, n);
        float[] pull = s.array(PULL, n);
        float[] inSlab = s.array(IN_SLAB, n);
        float[] inSpike = s.array(IN_SPIKE, n);
        for (int e = 0; e < n; e++) {
            precision[e] = 1 / (spread[e] * spread[e]);
            pull[e] = mean[e] * precision[e];
            float log = Math.max(LOWEST, Math.min(HIGHEST, logSlab[e]));
            inSlab[e] = 0.5f * (mean[e] * pull[e] + logVariance[e]) - log;
            inSpike[e] = -logSpike[e];
        }
    }

    private void point(int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        drawAll(firstRow, n, s);
        spike(s, entries);
        subtractCentre(s.array(MEAN, entries), n);
        points(s, entries);
        putTogether(points, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
    }

    private static void points(CpuScratch s, int n) {
        float[] mean = s.array(MEAN, n);
        float[] spread = s.array(SPREAD, n);
        float[] slab = s.array(SLAB, n);
        float[] spike = s.array(SPIKE, n);
        float[] toPrecision = s.array(PRECISION, n);
        float[] toPull = s.array(PULL, n);
        float[] q = s.array(IN_SLAB, n);
        float[] rest = s.array(IN_SPIKE, n);
        for (int e = 0; e < n; e++) {
            q[e] = Math.max(CLAMP, Math.min(1 - CLAMP, slab[e]));
            rest[e] = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
            toPrecision[e] = 0.5f * q[e] * (spread[e] * spread[e] + mean[e] * mean[e]);
            toPull[e] = -q[e] * mean[e];
        }
    }

    private void diverge(float scale, int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        spike(s, entries);
        subtractCentre(s.array(MEAN, entries), n);
        takeApart(mixed, firstRow, n, s, PRECISION, PULL, IN_SLAB, IN_SPIKE);
        diverge(s, scale, entries);
        float[] terms = s.array(TERMS, entries);
        for (int i = 0; i < n; i++) {
            float share = (float) bernoulliDivergence(meanSlab[classifier.nearest(firstRow + i)], alpha);
            for (int e = i * width; e < (i + 1) * width; e++) {
                terms[e] += share;
            }
        }
        divergence.put(firstRow * width, terms, 0, entries);
        putTogether(dHeads, firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
    }

    private static void diverge(CpuScratch s, float scale, int n) {
        float[] mean = s.array(MEAN, n);
        float[] logVariance = s.array(LOG_VARIANCE, n);
        float[] logSlab = s.array(LOG_SLAB, n);
        float[] spread = s.array(SPREAD, n);
        float[] slab = s.array(SLAB, n);
        float[] spike = s.array(SPIKE, n);
        float[] logSpike = s.array(LOG_SPIKE, n);
        float[] precision = s.array(PRECISION, n);
        float[] pull = s.array(PULL, n);
        float[] inSlab = s.array(IN_SLAB, n);
        float[] inSpike = s.array(IN_SPIKE, n);
        float[] terms = s.array(TERMS, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        float[] dLogSlab = s.array(D_LOG_SLAB, n);
        for (int e = 0; e < n; e++) {
            float q = Math.max(CLAMP, Math.min(1 - CLAMP, slab[e]));
            float rest = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
            float variance = spread[e] * spread[e];
            float log = Math.max(LOWEST, Math.min(HIGHEST, logSlab[e]));
            float square = 0.5f * (variance + mean[e] * mean[e]) * precision[e] - mean[e] * pull[e];
            float toSlab = square + inSlab[e] + log - 0.5f * (logVariance[e] + 1);
            float toSpike = logSpike[e] + inSpike[e];
            terms[e] = q * toSlab + rest * toSpike;
            dMean[e] = scale * q * (mean[e] * precision[e] - pull[e]);
            dLogVariance[e] = scale * 0.5f * q * (variance * precision[e] - 1);
            dLogSlab[e] = toSlab - toSpike;
        }
        for (int e = 0; e < n; e++) {
            boolean inside = slab[e] > CLAMP && spike[e] > CLAMP;
            dLogSlab[e] = inside ? scale * dLogSlab[e] * slab[e] : 0;
        }
    }

    /** Gradients of the pseudo-inputs' own heads. */
    private void gather(float scale, int firstRow, int n) {
        int entries = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(rows + firstRow, n, s);
        spike(s, entries);
        subtractCentre(s.array(MEAN, entries), n);
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
        float[] spread = s.array(SPREAD, n);
        float[] slab = s.array(SLAB, n);
        float[] spike = s.array(SPIKE, n);
        float[] toPrecision = s.array(PRECISION, n);
        float[] toPull = s.array(PULL, n);
        float[] toSlab = s.array(IN_SLAB, n);
        float[] toSpike = s.array(IN_SPIKE, n);
        float[] toMeanSlab = s.array(TERMS, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        float[] dLogSlab = s.array(D_LOG_SLAB, n);
        for (int e = 0; e < n; e++) {
            float factor = scale / (spread[e] * spread[e]);
            dMean[e] = factor * (toPull[e] + toSlab[e] * mean[e]);
            float square = toPrecision[e] + mean[e] * (toPull[e] + 0.5f * mean[e] * toSlab[e]);
            dLogVariance[e] = 0.5f * scale * toSlab[e] - factor * square;
        }
        for (int e = 0; e < n; e++) {
            float q = Math.max(CLAMP, Math.min(1 - CLAMP, slab[e]));
            float rest = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
            boolean inside = slab[e] > CLAMP && spike[e] > CLAMP;
            float dSlab = scale * (toSpike[e] / rest - toSlab[e] / q + toMeanSlab[e]);
            dLogSlab[e] = inside ? dSlab * slab[e] : 0;
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
