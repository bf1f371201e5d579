/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.CodeTensors;

/** γ, its logarithm and its hyperprior of a stretch of entries, and the divergence from N(0, γ). */
final class CpuVariances {
    private final CpuGamma update;
    private final int width;
    private final CpuTensor gamma;
    private final CpuTensor hyperprior;

    CpuVariances(CpuGamma update, CodeTensors t) {
        this.update = update;
        this.width = t.gamma().columns();
        this.gamma = (CpuTensor) t.gamma();
        this.hyperprior = (CpuTensor) t.hyperprior();
    }

    /** The divergence integrated over the posterior. */
    CpuClosedForm integrated() {
        return new Integrated();
    }

    /** The divergence from draws, γ held fixed. */
    CpuDensity drawn() {
        return new Drawn();
    }

    private void prepare(int first, int n, CpuScratch s) {
        float[] g = s.array(CpuCodePass.GAMMA, n);
        float[] logGamma = s.array(CpuCodePass.LOG_GAMMA, n);
        float[] spare = s.array(CpuCodePass.SPARE, n);
        update.gamma(s.array(CpuCodePass.MEAN, n), s.array(CpuCodePass.SPREAD, n), g, width, n);
        FastMath.log(g, logGamma, spare, n, s);
        gamma.put(first, g, 0, n);
        update.hyperprior(g, logGamma, spare, n);
        hyperprior.put(first, spare, 0, n);
    }

    private final class Integrated implements CpuClosedForm {

        @Override
        public void prepare(int first, int n, CpuScratch s) {
            CpuVariances.this.prepare(first, n, s);
        }

        @Override
        public void evaluate(CpuScratch s, float factor, int n) {
            float[] mean = s.array(CpuCodePass.MEAN, n);
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] spread = s.array(CpuCodePass.SPREAD, n);
            float[] g = s.array(CpuCodePass.GAMMA, n);
            float[] logGamma = s.array(CpuCodePass.LOG_GAMMA, n);
            float[] terms = s.array(CpuCodePass.TERMS, n);
            float[] dMean = s.array(CpuCodePass.D_MEAN, n);
            float[] dLogVariance = s.array(CpuCodePass.D_LOG_VARIANCE, n);
            for (int e = 0; e < n; e++) {
                float inverse = 1 / g[e];
                float variance = spread[e] * spread[e];
                float pull = mean[e] * inverse;
                terms[e] = 0.5f * (logGamma[e] - logVariance[e] + (variance * inverse + mean[e] * pull) - 1);
                dMean[e] = factor * pull;
                dLogVariance[e] = factor * 0.5f * (variance * inverse - 1);
            }
        }
    }

    private final class Drawn implements CpuDensity {

        @Override
        public void prepare(int first, int n, CpuScratch s) {
            CpuVariances.this.prepare(first, n, s);
        }

        @Override
        public void evaluate(CpuScratch s, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] g = s.array(CpuCodePass.GAMMA, n);
            float[] logGamma = s.array(CpuCodePass.LOG_GAMMA, n);
            float[] epsilon = s.array(CpuCodePass.NOISE, n);
            float[] drawn = s.array(CpuCodePass.DRAWN, n);
            float[] terms = s.array(CpuCodePass.DRAW_TERMS, n);
            float[] pull = s.array(CpuCodePass.PULL, n);
            for (int e = 0; e < n; e++) {
                float ratio = drawn[e] * drawn[e] / g[e];
                terms[e] = 0.5f * (logGamma[e] - logVariance[e] - epsilon[e] * epsilon[e] + ratio);
                pull[e] = drawn[e] / g[e];
            }
        }
    }
}
