/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.Arrays;

/** What the code kernels do with a stretch of rows. Rows of μ and λ are taken apart first: long loops over k·rows values
 * pay, short ones over k do not. */
final class CpuCodePass {
    static final float FLOOR = (float) GammaUpdate.FLOOR;
    /** Far below any gradient of use; when codes die out, smaller ones would end as denormal numbers. */
    private static final float SMALL_GRADIENT = 1e-23f;

    /** Slots of {@link CpuScratch}. */
    private static final int MEAN = 0;

    private static final int LOG_VARIANCE = 1;
    private static final int SPREAD = 2;
    private static final int GAMMA = 3;
    private static final int LOG_GAMMA = 4;
    private static final int TERMS = 5;
    private static final int NOISE = 6;
    private static final int DRAWN = 7;
    private static final int PAIRS = 8;
    private static final int SPARE = 9;
    private static final int D_MEAN = 10;
    private static final int D_LOG_VARIANCE = 11;

    private final int rows;
    private final int width;
    private final int samples;
    private float scale;
    private final CpuTensor heads;
    private final CpuTensor dHeads;
    private final CpuTensor noise;
    private final CpuTensor code;
    private final CpuTensor dCode;
    private final CpuTensor gamma;
    private final CpuTensor divergence;
    private final CpuTensor hyperprior;
    private final CpuTensor shared;

    CpuCodePass(CodeTensors t) {
        this.rows = t.divergence().rows();
        this.width = t.divergence().columns();
        this.samples = t.samples();
        heads = (CpuTensor) t.heads();
        dHeads = (CpuTensor) t.dHeads();
        noise = (CpuTensor) t.noise();
        code = (CpuTensor) t.code();
        dCode = (CpuTensor) t.dCode();
        gamma = (CpuTensor) t.gamma();
        divergence = (CpuTensor) t.divergence();
        hyperprior = (CpuTensor) t.hyperprior();
        shared = (CpuTensor) t.sharedGamma();
    }

    /** Factor on the divergence's gradient in the passes to come. */
    void scale(float factor) {
        scale = factor;
    }

    int width() {
        return width;
    }

    CpuTensor shared() {
        return shared;
    }

    CpuRows partition() {
        return new CpuRows(rows, width);
    }

    void sample(CpuGamma update, boolean sampled, int firstRow, int n) {
        int count = n * width;
        int first = firstRow * width;
        CpuScratch s = CpuScratch.own();
        float[] mean = s.array(MEAN, count);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] spread = s.array(SPREAD, count);
        takeApart(heads, firstRow, n, mean, logVariance, s);
        spread(logVariance, spread, 1, count, s);
        float[] g = s.array(GAMMA, count);
        update.gamma(mean, spread, g, width, count);
        float[] logGamma = s.array(LOG_GAMMA, count);
        FastMath.log(g, logGamma, s.array(SPARE, count), count, s);
        gamma.put(first, g, 0, count);
        if (sampled) {
            sampled(firstRow, n, s);
        } else {
            for (int r = 0; r < samples; r++) {
                draw(r, firstRow, count, s);
            }
            closed(mean, logVariance, spread, g, logGamma, s, count);
        }
        divergence.put(first, s.array(TERMS, count), 0, count);
        putTogether(s.array(D_MEAN, count), s.array(D_LOG_VARIANCE, count), firstRow, n, s);
        float[] hyper = s.array(SPARE, count);
        update.hyperprior(g, logGamma, hyper, count);
        hyperprior.put(first, hyper, 0, count);
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

    private void closed(
            float[] mean, float[] logVariance, float[] spread, float[] g, float[] logGamma, CpuScratch s, int n) {
        float[] terms = s.array(TERMS, n);
        float[] dMean = s.array(D_MEAN, n);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, n);
        float factor = scale;
        for (int e = 0; e < n; e++) {
            float inverse = 1 / g[e];
            float variance = spread[e] * spread[e];
            float pull = mean[e] * inverse;
            terms[e] = 0.5f * (logGamma[e] - logVariance[e] + (variance * inverse + mean[e] * pull) - 1);
            dMean[e] = factor * pull;
            dLogVariance[e] = factor * 0.5f * (variance * inverse - 1);
        }
    }

    private void sampled(int firstRow, int n, CpuScratch s) {
        int count = n * width;
        float[] terms = s.array(TERMS, count);
        float[] dMean = s.array(D_MEAN, count);
        float[] dLogVariance = s.array(D_LOG_VARIANCE, count);
        Arrays.fill(terms, 0, count, 0);
        Arrays.fill(dMean, 0, count, 0);
        Arrays.fill(dLogVariance, 0, count, 0);
        for (int r = 0; r < samples; r++) {
            draw(r, firstRow, count, s);
            addDivergence(
                    s.array(LOG_VARIANCE, count),
                    s.array(GAMMA, count),
                    s.array(LOG_GAMMA, count),
                    s.array(NOISE, count),
                    s.array(DRAWN, count),
                    terms,
                    count);
            addGradient(s, dMean, dLogVariance, count);
        }
    }

    private void addDivergence(
            float[] logVariance, float[] g, float[] logGamma, float[] epsilon, float[] drawn, float[] terms, int n) {
        float share = 0.5f / samples;
        for (int e = 0; e < n; e++) {
            float ratio = drawn[e] * drawn[e] / g[e];
            terms[e] += share * (logGamma[e] - logVariance[e] - epsilon[e] * epsilon[e] + ratio);
        }
    }

    private void addGradient(CpuScratch s, float[] dMean, float[] dLogVariance, int n) {
        float[] drawn = s.array(DRAWN, n);
        float[] g = s.array(GAMMA, n);
        float[] spread = s.array(SPREAD, n);
        float[] epsilon = s.array(NOISE, n);
        float factor = scale / samples;
        for (int e = 0; e < n; e++) {
            float pull = drawn[e] / g[e];
            dMean[e] += factor * pull;
            dLogVariance[e] += factor * (pull * 0.5f * spread[e] * epsilon[e] - 0.5f);
        }
    }

    /** Adds μ² + σ² of some rows to sums per entry. */
    void addMoments(int firstRow, int n, double[] sums) {
        int count = n * width;
        CpuScratch s = CpuScratch.own();
        float[] mean = s.array(MEAN, count);
        float[] logVariance = s.array(LOG_VARIANCE, count);
        float[] spread = s.array(SPREAD, count);
        takeApart(heads, firstRow, n, mean, logVariance, s);
        spread(logVariance, spread, 1, count, s);
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
