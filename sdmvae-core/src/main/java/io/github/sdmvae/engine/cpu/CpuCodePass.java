/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the code kernels do with a stretch of rows. Rows of μ and λ are taken apart first: long loops over k·rows values
 * pay, short ones over k do not. */
final class CpuCodePass {
    static final float FLOOR = (float) GammaUpdate.FLOOR;
    /** Far below any gradient of use; when codes die out, smaller ones would end as denormal numbers. */
    private static final float SMALL_GRADIENT = 1e-23f;

    /** Slots of {@link CpuScratch}. */
    static final int MEAN = 0;

    static final int LOG_VARIANCE = 1;
    /** σ. */
    static final int SPREAD = 2;

    static final int GAMMA = 3;
    static final int LOG_GAMMA = 4;
    /** Divergence per entry. */
    static final int TERMS = 5;
    /** ε of a draw. */
    static final int NOISE = 6;
    /** a of a draw. */
    static final int DRAWN = 7;

    private static final int PAIRS = 8;
    static final int SPARE = 9;
    static final int D_MEAN = 10;
    static final int D_LOG_VARIANCE = 11;
    /** {@code log q(a) - log p(a)} of a draw. */
    static final int DRAW_TERMS = 12;
    /** Derivative of {@code -log p(a)} of a draw. */
    static final int PULL = 13;

    /** A prior's own, two of them. */
    static final int OWN = 14;

    static final int OWN_TOO = 15;
    private static final int[] SUMS = {TERMS, D_MEAN, D_LOG_VARIANCE};

    private final int rows;
    private final int width;
    private final int samples;
    private float scale;
    private final CpuTensor heads;
    private final CpuTensor dHeads;
    private final CpuTensor noise;
    private final CpuTensor code;
    private final CpuTensor dCode;
    private final CpuTensor divergence;
    private final @Nullable CpuDraws draws;

    /**
     * A pass over arrays.
     *
     * @param t the arrays
     * @param weighted whether draws are weighted afterwards
     */
    CpuCodePass(CodeTensors t, boolean weighted) {
        this.rows = t.divergence().rows();
        this.width = t.divergence().columns();
        this.samples = t.samples();
        heads = (CpuTensor) t.heads();
        dHeads = (CpuTensor) t.dHeads();
        noise = (CpuTensor) t.noise();
        code = (CpuTensor) t.code();
        dCode = (CpuTensor) t.dCode();
        divergence = (CpuTensor) t.divergence();
        draws = weighted ? new CpuDraws(rows * samples, width) : null;
    }

    /** Factor on the divergence's gradient in the passes to come. */
    void scale(float factor) {
        scale = factor;
    }

    int width() {
        return width;
    }

    CpuRows partition() {
        return new CpuRows(rows, width);
    }

    /** Draws, and the divergence integrated. */
    void sample(CpuClosedForm form, int firstRow, int n) {
        int count = n * width;
        CpuScratch s = posterior(firstRow, n);
        form.prepare(firstRow * width, count, s);
        for (int r = 0; r < samples; r++) {
            draw(r, firstRow, count, s);
        }
        form.evaluate(s, scale, count);
        finish(firstRow, n, s);
    }

    /** Draws, and the divergence from them; its gradient, unless the draws are yet to be weighted. */
    void sample(CpuDensity density, int firstRow, int n) {
        int count = n * width;
        CpuScratch s = posterior(firstRow, n);
        density.prepare(firstRow * width, count, s);
        clear(s, count);
        for (int r = 0; r < samples; r++) {
            draw(r, firstRow, count, s);
            density.evaluate(s, count);
            addDivergence(s.array(DRAW_TERMS, count), s.array(TERMS, count), count);
            if (draws == null) {
                addGradient(s, scale / samples, count);
            } else {
                draws.keep(r * rows + firstRow, n, s.array(DRAW_TERMS, count), s.array(PULL, count));
            }
        }
        finish(firstRow, n, s);
    }

    private CpuScratch posterior(int firstRow, int n) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        float[] logVariance = s.array(LOG_VARIANCE, count);
        takeApart(heads, firstRow, n, s.array(MEAN, count), logVariance, s);
        spread(logVariance, s.array(SPREAD, count), 1, count, s);
        return s;
    }

    private static void clear(CpuScratch s, int count) {
        for (int slot : SUMS) {
            Arrays.fill(s.array(slot, count), 0, count, 0);
        }
    }

    private void finish(int firstRow, int n, CpuScratch s) {
        int count = n * width;
        divergence.put(firstRow * width, s.array(TERMS, count), 0, count);
        putTogether(s.array(D_MEAN, count), s.array(D_LOG_VARIANCE, count), firstRow, n, s);
    }

    /** factor · σ. */
    private static void spread(float[] logVariance, float[] spread, float factor, int n, CpuScratch s) {
        float[] half = s.array(TERMS, n);
        for (int e = 0; e < n; e++) {
            half[e] = 0.5f * logVariance[e];
        }
        FastMath.exp(half, spread, s.array(SPARE, n), n, s);
        if (factor != 1) {
            for (int e = 0; e < n; e++) {
                spread[e] *= factor;
            }
        }
    }

    private void takeApart(CpuTensor pairs, int firstRow, int n, float[] left, float[] right, CpuScratch s) {
        float[] both = s.array(PAIRS, 2 * n * width);
        pairs.get(2 * firstRow * width, both, 0, 2 * n * width);
        for (int i = 0; i < n; i++) {
            System.arraycopy(both, 2 * i * width, left, i * width, width);
            System.arraycopy(both, 2 * i * width + width, right, i * width, width);
        }
    }

    private void putTogether(float[] left, float[] right, int firstRow, int n, CpuScratch s) {
        float[] both = s.array(PAIRS, 2 * n * width);
        for (int i = 0; i < n; i++) {
            System.arraycopy(left, i * width, both, 2 * i * width, width);
            System.arraycopy(right, i * width, both, 2 * i * width + width, width);
        }
        dHeads.put(2 * firstRow * width, both, 0, 2 * n * width);
    }

    /** Reads ε and writes a = μ + σ ⊙ ε of draw r; both stay in their slots. */
    private void draw(int r, int firstRow, int count, CpuScratch s) {
        float[] mean = s.array(MEAN, count);
        float[] spread = s.array(SPREAD, count);
        float[] epsilon = s.array(NOISE, count);
        float[] drawn = s.array(DRAWN, count);
        int at = (r * rows + firstRow) * width;
        noise.get(at, epsilon, 0, count);
        for (int e = 0; e < count; e++) {
            drawn[e] = mean[e] + spread[e] * epsilon[e];
        }
        code.put(at, drawn, 0, count);
    }

    private void addDivergence(float[] drawn, float[] terms, int n) {
        float share = 1f / samples;
        for (int e = 0; e < n; e++) {
            terms[e] += share * drawn[e];
        }
    }

    /** With ε held fixed, the code pulls at μ and σ, and {@code log q(a)} at λ by ½. */
    private static void addGradient(CpuScratch s, float factor, int n) {
        float[] pull = s.array(PULL, n);
        float[] spread = s.array(SPREAD, n);
        float[] epsilon = s.array(NOISE, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        for (int e = 0; e < n; e++) {
            dMean[e] += factor * pull[e];
            dLogVariance[e] += factor * (pull[e] * 0.5f * spread[e] * epsilon[e] - 0.5f);
        }
    }

    /** {@code log q(a) - log p(a)} of a draw. */
    double divergenceOf(int draw) {
        return draws().divergence(draw);
    }

    private CpuDraws draws() {
        if (draws == null) {
            throw new IllegalStateException("no divergence of single draws has been kept");
        }
        return draws;
    }

    /** Replaces the divergence's gradient by one with a weight for every draw. */
    void weigh(float factor, double[] weights, int firstRow, int n) {
        int count = n * width;
        CpuScratch s = posterior(firstRow, n);
        clear(s, count);
        for (int r = 0; r < samples; r++) {
            int draw = r * rows + firstRow;
            noise.get(draw * width, s.array(NOISE, count), 0, count);
            draws().pulls(draw, s.array(PULL, count), count);
            for (int i = 0; i < n; i++) {
                Arrays.fill(s.array(OWN, count), i * width, (i + 1) * width, factor * (float) weights[draw + i]);
            }
            addWeighted(s, s.array(OWN, count), count);
        }
        putTogether(s.array(D_MEAN, count), s.array(D_LOG_VARIANCE, count), firstRow, n, s);
    }

    private static void addWeighted(CpuScratch s, float[] weight, int n) {
        float[] pull = s.array(PULL, n);
        float[] spread = s.array(SPREAD, n);
        float[] epsilon = s.array(NOISE, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        for (int e = 0; e < n; e++) {
            dMean[e] += weight[e] * pull[e];
            dLogVariance[e] += weight[e] * (pull[e] * 0.5f * spread[e] * epsilon[e] - 0.5f);
        }
    }

    /** Adds μ² + σ² of some rows to sums per entry. */
    void addMoments(int firstRow, int n, double[] sums) {
        int count = n * width;
        CpuScratch s = posterior(firstRow, n);
        float[] mean = s.array(MEAN, count);
        float[] spread = s.array(SPREAD, count);
        for (int e = 0; e < count; e++) {
            sums[e % width] += (double) mean[e] * mean[e] + (double) spread[e] * spread[e];
        }
    }

    void backward(int firstRow, int n) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] halfSpread = s.array(SPREAD, count);
        takeApart(heads, firstRow, n, s.array(MEAN, count), logVariance, s);
        spread(logVariance, halfSpread, 0.5f, count, s);
        takeApart(dHeads, firstRow, n, dMean, dLogVariance, s);
        float[] epsilon = s.array(NOISE, count);
        float[] d = s.array(DRAWN, count);
        for (int r = 0; r < samples; r++) {
            int at = (r * rows + firstRow) * width;
            noise.get(at, epsilon, 0, count);
            dCode.get(at, d, 0, count);
            addBackward(d, epsilon, halfSpread, dMean, dLogVariance, count);
        }
        putTogether(dMean, dLogVariance, firstRow, n, s);
    }

    private static void addBackward(
            float[] d, float[] epsilon, float[] halfSpread, float[] dMean, float[] dLogVariance, int n) {
        for (int e = 0; e < n; e++) {
            dMean[e] = FastMath.flush(dMean[e] + d[e], SMALL_GRADIENT);
            dLogVariance[e] = FastMath.flush(dLogVariance[e] + d[e] * halfSpread[e] * epsilon[e], SMALL_GRADIENT);
        }
    }
}
