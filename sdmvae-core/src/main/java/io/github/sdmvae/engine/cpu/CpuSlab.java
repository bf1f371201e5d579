/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.SpikeAndSlab;

/**
 * The code kernels of spike and slab with a fixed prior, fused: the rule of {@link SpikeAndSlab} in single precision, one pass
 * over stretches of rows.
 */
final class CpuSlab implements CodeStep {
    private static final float CLAMP = (float) SpikeAndSlab.CLAMP;
    private static final float SHUT = (float) SpikeAndSlab.SHUT;
    /** Far below any gradient of use; smaller ones would end as denormal numbers. */
    private static final float SMALL_GRADIENT = 1e-23f;
    /** From here up 1 - e^p would lose digits; its series does not. */
    private static final float NEAR_ONE = -0.05f;

    /** Slots of {@link CpuScratch}. */
    private static final int MEAN = 0;

    private static final int LOG_VARIANCE = 1;
    private static final int LOG_SLAB = 2;
    private static final int SPREAD = 3;
    private static final int SLAB = 4;
    private static final int SPIKE = 5;
    private static final int LOG_SPIKE = 6;
    private static final int NOISE = 7;
    private static final int UNIFORM = 8;
    private static final int GATE = 9;
    private static final int TERMS = 10;
    private static final int D_MEAN = 11;
    private static final int D_LOG_VARIANCE = 12;
    private static final int D_LOG_SLAB = 13;
    private static final int SPARE = 14;
    private static final int ROWS = 15;

    private final CpuTeam team;
    private final float alpha;
    private final int rows;
    private final int width;
    private final int samples;
    private final CpuRows parts;
    private final CpuTensor heads;
    private final CpuTensor dHeads;
    private final CpuTensor noise;
    private final CpuTensor code;
    private final CpuTensor dCode;
    private final CpuTensor divergence;
    private float slope;

    CpuSlab(CpuTeam team, CodeRule rule, CodeTensors t) {
        this.team = team;
        this.alpha = (float) ((SpikeAndSlab) rule.prior()).alpha();
        this.rows = t.divergence().rows();
        this.width = t.divergence().columns();
        this.samples = t.samples();
        this.parts = new CpuRows(rows, width);
        heads = (CpuTensor) t.heads();
        dHeads = (CpuTensor) t.dHeads();
        noise = (CpuTensor) t.noise();
        code = (CpuTensor) t.code();
        dCode = (CpuTensor) t.dCode();
        divergence = (CpuTensor) t.divergence();
    }

    @Override
    public double[] moments(int totalRows) {
        throw new UnsupportedOperationException("spike and slab has no variances that could be shared");
    }

    @Override
    public void share(double[] moments, int totalRows) {
        throw new UnsupportedOperationException("spike and slab has no variances that could be shared");
    }

    @Override
    public void sample(CodePass values) {
        slope = (float) values.relaxation();
        float scale = (float) values.gradientScale();
        team.run(parts.parts(), p -> parts.each(p, (row, n) -> sample(scale, row, n)));
    }

    @Override
    public void backward() {
        team.run(parts.parts(), p -> parts.each(p, this::backward));
    }

    @Override
    public double divergenceOf(int draw) {
        throw new UnsupportedOperationException("relaxed draws have no density");
    }

    @Override
    public void weigh(double scale, double[] weights) {
        throw new UnsupportedOperationException("relaxed draws have no density");
    }

    private void sample(float scale, int firstRow, int n) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        for (int r = 0; r < samples; r++) {
            gate(r, firstRow, n, s);
            draw(s, count);
            code.put((r * rows + firstRow) * width, s.array(TERMS, count), 0, count);
        }
        spike(s, count);
        diverge(alpha, scale, s, count);
        divergence.put(firstRow * width, s.array(TERMS, count), 0, count);
        putTogether(firstRow, n, s);
    }

    /** Takes the heads apart; σ and q. */
    private void posterior(int firstRow, int n, CpuScratch s) {
        int count = n * width;
        takeApart(heads, firstRow, n, s, MEAN, LOG_VARIANCE, LOG_SLAB);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] half = s.array(TERMS, count);
        for (int e = 0; e < count; e++) {
            half[e] = 0.5f * logVariance[e];
            logSlab[e] = Math.min(0, logSlab[e]);
        }
        FastMath.exp(half, s.array(SPREAD, count), s.array(SPARE, count), count, s);
        FastMath.exp(logSlab, s.array(SLAB, count), s.array(SPARE, count), count, s);
    }

    private void takeApart(CpuTensor source, int firstRow, int n, CpuScratch s, int... slots) {
        int columns = slots.length * width;
        float[] all = s.array(ROWS, n * columns);
        source.get(firstRow * columns, all, 0, n * columns);
        for (int part = 0; part < slots.length; part++) {
            float[] target = s.array(slots[part], n * width);
            for (int i = 0; i < n; i++) {
                System.arraycopy(all, i * columns + part * width, target, i * width, width);
            }
        }
    }

    private void putTogether(int firstRow, int n, CpuScratch s) {
        int[] slots = {D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB};
        int columns = slots.length * width;
        float[] all = s.array(ROWS, n * columns);
        for (int part = 0; part < slots.length; part++) {
            float[] source = s.array(slots[part], n * width);
            for (int i = 0; i < n; i++) {
                System.arraycopy(source, i * width, all, i * columns + part * width, width);
            }
        }
        dHeads.put(firstRow * columns, all, 0, n * columns);
    }

    /** T = sigmoid(c(u + q - 1)) of draw r. */
    private void gate(int r, int firstRow, int n, CpuScratch s) {
        int count = n * width;
        takeApart(noise, r * rows + firstRow, n, s, NOISE, UNIFORM);
        float[] uniform = s.array(UNIFORM, count);
        float[] slab = s.array(SLAB, count);
        float[] gate = s.array(GATE, count);
        float c = slope;
        for (int e = 0; e < count; e++) {
            gate[e] = c * (1 - slab[e] - uniform[e]);
        }
        FastMath.exp(gate, gate, s.array(SPARE, count), count, s);
        for (int e = 0; e < count; e++) {
            gate[e] = FastMath.flush(1 / (1 + gate[e]), SHUT);
        }
    }

    /** a = T ⊙ (μ + σ ⊙ ε), into TERMS. */
    private static void draw(CpuScratch s, int count) {
        float[] mean = s.array(MEAN, count);
        float[] spread = s.array(SPREAD, count);
        float[] epsilon = s.array(NOISE, count);
        float[] gate = s.array(GATE, count);
        float[] drawn = s.array(TERMS, count);
        for (int e = 0; e < count; e++) {
            drawn[e] = gate[e] * (mean[e] + spread[e] * epsilon[e]);
        }
    }

    /** 1 - q, and the logarithm of its clamped value. */
    private static void spike(CpuScratch s, int count) {
        float[] slab = s.array(SLAB, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] spike = s.array(SPIKE, count);
        float[] clamped = s.array(SPARE, count);
        for (int e = 0; e < count; e++) {
            float p = logSlab[e];
            spike[e] = p > NEAR_ONE ? -p * (1 + p * (0.5f + p * (1f / 6 + p * (1f / 24)))) : 1 - slab[e];
            clamped[e] = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
        }
        FastMath.log(clamped, s.array(LOG_SPIKE, count), s.array(TERMS, count), count, s);
    }

    private static void diverge(float alpha, float scale, CpuScratch s, int count) {
        float[] mean = s.array(MEAN, count);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] spread = s.array(SPREAD, count);
        float[] slab = s.array(SLAB, count);
        float[] spike = s.array(SPIKE, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] logSpike = s.array(LOG_SPIKE, count);
        float[] terms = s.array(TERMS, count);
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        float[] dLogSlab = s.array(D_LOG_SLAB, count);
        float logAlpha = (float) Math.log(alpha);
        float logRest = (float) Math.log1p(-alpha);
        float lowest = (float) Math.log(SpikeAndSlab.CLAMP);
        float highest = (float) Math.log1p(-SpikeAndSlab.CLAMP);
        for (int e = 0; e < count; e++) {
            float variance = spread[e] * spread[e];
            float q = Math.max(CLAMP, Math.min(1 - CLAMP, slab[e]));
            float rest = Math.max(CLAMP, Math.min(1 - CLAMP, spike[e]));
            float gaussian = 0.5f * (variance + mean[e] * mean[e] - logVariance[e] - 1);
            float toSlab = Math.max(lowest, Math.min(highest, logSlab[e])) - logAlpha;
            float toSpike = logSpike[e] - logRest;
            terms[e] = q * (gaussian + toSlab) + rest * toSpike;
            dMean[e] = scale * q * mean[e];
            dLogVariance[e] = scale * q * 0.5f * (variance - 1);
            boolean inside = slab[e] > CLAMP && spike[e] > CLAMP;
            dLogSlab[e] = inside ? scale * (gaussian + toSlab - toSpike) * slab[e] : 0;
        }
    }

    private void backward(int firstRow, int n) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        posterior(firstRow, n, s);
        takeApart(dHeads, firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
        for (int r = 0; r < samples; r++) {
            gate(r, firstRow, n, s);
            float[] d = s.array(TERMS, count);
            dCode.get((r * rows + firstRow) * width, d, 0, count);
            addBackward(d, s, count);
        }
        putTogether(firstRow, n, s);
    }

    private void addBackward(float[] d, CpuScratch s, int count) {
        float[] mean = s.array(MEAN, count);
        float[] spread = s.array(SPREAD, count);
        float[] slab = s.array(SLAB, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] epsilon = s.array(NOISE, count);
        float[] gate = s.array(GATE, count);
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        float[] dLogSlab = s.array(D_LOG_SLAB, count);
        float c = slope;
        for (int e = 0; e < count; e++) {
            float moved = spread[e] * epsilon[e];
            float throughGate = d[e] * gate[e];
            float throughSlab = throughGate * (1 - gate[e]) * c * (mean[e] + moved) * slab[e];
            dMean[e] = FastMath.flush(dMean[e] + throughGate, SMALL_GRADIENT);
            dLogVariance[e] = FastMath.flush(dLogVariance[e] + throughGate * 0.5f * moved, SMALL_GRADIENT);
            float added = logSlab[e] < 0 ? throughSlab : 0;
            dLogSlab[e] = FastMath.flush(dLogSlab[e] + added, SMALL_GRADIENT);
        }
    }
}
