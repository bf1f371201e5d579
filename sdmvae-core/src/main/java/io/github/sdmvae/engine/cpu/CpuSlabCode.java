/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.SpikeAndSlab;

/**
 * What the fused code kernels of both spike-and-slab models share: the rule of {@link SpikeAndSlab} in single precision, one pass
 * over stretches of rows each way. Behind the data's rows of the heads there may be those of pseudo-inputs, and behind
 * μ, λ and p further columns.
 */
abstract class CpuSlabCode implements CodeStep {
    static final float CLAMP = (float) SpikeAndSlab.CLAMP;
    private static final float SHUT = (float) SpikeAndSlab.SHUT;
    /** Logarithms of the clamped slab probability. */
    static final float LOWEST = (float) Math.log(SpikeAndSlab.CLAMP);

    static final float HIGHEST = (float) Math.log1p(-SpikeAndSlab.CLAMP);
    /** Far below any gradient of use; smaller ones would end as denormal numbers. */
    private static final float SMALL_GRADIENT = 1e-23f;
    /** From here up 1 - e^p would lose digits; its series does not. */
    private static final float NEAR_ONE = -0.05f;

    /** Slots of {@link CpuScratch}. */
    static final int MEAN = 0;

    static final int LOG_VARIANCE = 1;
    static final int LOG_SLAB = 2;
    static final int SPREAD = 3;
    static final int SLAB = 4;
    static final int SPIKE = 5;
    static final int LOG_SPIKE = 6;
    private static final int NOISE = 7;
    private static final int UNIFORM = 8;
    private static final int GATE = 9;
    static final int TERMS = 10;
    static final int D_MEAN = 11;
    static final int D_LOG_VARIANCE = 12;
    static final int D_LOG_SLAB = 13;
    private static final int SPARE = 14;
    private static final int ROWS = 15;
    /** The first of those that a subclass has for itself. */
    static final int OWN = 16;

    final CpuTeam team;
    final int rows;
    final int width;
    private final int samples;
    final CpuRows parts;
    final CpuTensor heads;
    final CpuTensor dHeads;
    private final CpuTensor noise;
    private final CpuTensor code;
    private final CpuTensor dCode;
    final CpuTensor divergence;
    private float slope;

    CpuSlabCode(CpuTeam team, CodeTensors t) {
        this.team = team;
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
    public final double[] moments(int totalRows) {
        throw new UnsupportedOperationException("spike and slab has no variances that could be shared");
    }

    @Override
    public final void share(double[] moments, int totalRows) {
        throw new UnsupportedOperationException("spike and slab has no variances that could be shared");
    }

    @Override
    public final void sample(CodePass values) {
        slope = (float) values.relaxation();
        sample((float) values.gradientScale());
    }

    /** Draws, and the divergence with its gradient times the scale. */
    abstract void sample(float scale);

    @Override
    public final void backward() {
        team.run(parts.parts(), p -> parts.each(p, this::backward));
    }

    @Override
    public final double divergenceOf(int draw) {
        throw new UnsupportedOperationException("relaxed draws have no density");
    }

    @Override
    public final void weigh(double scale, double[] weights) {
        throw new UnsupportedOperationException("relaxed draws have no density");
    }

    /** All draws of some rows, from what {@link #posterior} has found. */
    final void drawAll(int firstRow, int n, CpuScratch s) {
        int count = n * width;
        for (int r = 0; r < samples; r++) {
            gate(r, firstRow, n, s);
            draw(s, count);
            code.put((r * rows + firstRow) * width, s.array(TERMS, count), 0, count);
        }
    }

    /** Takes the heads apart; σ and q. */
    final void posterior(int firstRow, int n, CpuScratch s) {
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

    final void takeApart(CpuTensor source, int firstRow, int n, CpuScratch s, int... slots) {
        int columns = source.columns();
        float[] all = s.array(ROWS, n * columns);
        source.get(firstRow * columns, all, 0, n * columns);
        for (int part = 0; part < slots.length; part++) {
            float[] target = s.array(slots[part], n * width);
            for (int i = 0; i < n; i++) {
                System.arraycopy(all, i * columns + part * width, target, i * width, width);
            }
        }
    }

    /** Leaves further columns as they are. */
    final void putTogether(CpuTensor target, int firstRow, int n, CpuScratch s, int... slots) {
        int columns = target.columns();
        float[] all = s.array(ROWS, n * columns);
        if (columns > slots.length * width) {
            target.get(firstRow * columns, all, 0, n * columns);
        }
        for (int part = 0; part < slots.length; part++) {
            float[] source = s.array(slots[part], n * width);
            for (int i = 0; i < n; i++) {
                System.arraycopy(source, i * width, all, i * columns + part * width, width);
            }
        }
        target.put(firstRow * columns, all, 0, n * columns);
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
    static void spike(CpuScratch s, int count) {
        float[] slab = s.array(SLAB, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] spike = s.array(SPIKE, count);
        float[] clamped = s.array(SPARE, count);
        for (int e = 0; e < count; e++) {
            float p = Math.max(-1f, logSlab[e]);
            float series = -p * (1 + p * (0.5f + p * (1f / 6 + p * (1f / 24))));
            float near = FastMath.above(p - NEAR_ONE);
            spike[e] = near * series + (1 - near) * (1 - slab[e]);
        }
        clamp(spike, clamped, CLAMP, 1 - CLAMP, count);
        FastMath.log(clamped, s.array(LOG_SPIKE, count), s.array(TERMS, count), count, s);
    }

    static void clamp(float[] x, float[] y, float lowest, float highest, int count) {
        for (int e = 0; e < count; e++) {
            y[e] = Math.max(lowest, Math.min(highest, x[e]));
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
        putTogether(dHeads, firstRow, n, s, D_MEAN, D_LOG_VARIANCE, D_LOG_SLAB);
    }

    /** In three loops: of longer ones the JIT makes no vector instructions. */
    private void addBackward(float[] d, CpuScratch s, int count) {
        float[] mean = s.array(MEAN, count);
        float[] moved = s.array(UNIFORM, count);
        float[] epsilon = s.array(NOISE, count);
        float[] spread = s.array(SPREAD, count);
        float[] gate = s.array(GATE, count);
        float[] toGate = s.array(SPARE, count);
        float c = slope;
        for (int e = 0; e < count; e++) {
            moved[e] = spread[e] * epsilon[e];
            d[e] *= gate[e];
            toGate[e] = d[e] * (1 - gate[e]) * c;
        }
        float[] slab = s.array(SLAB, count);
        float[] logSlab = s.array(LOG_SLAB, count);
        float[] dLogSlab = s.array(D_LOG_SLAB, count);
        for (int e = 0; e < count; e++) {
            float added = toGate[e] * (mean[e] + moved[e]) * slab[e] * FastMath.above(-logSlab[e]);
            dLogSlab[e] = FastMath.flush(dLogSlab[e] + added, SMALL_GRADIENT);
        }
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        for (int e = 0; e < count; e++) {
            dMean[e] = FastMath.flush(dMean[e] + d[e], SMALL_GRADIENT);
            dLogVariance[e] = FastMath.flush(dLogVariance[e] + d[e] * 0.5f * moved[e], SMALL_GRADIENT);
        }
    }
}
