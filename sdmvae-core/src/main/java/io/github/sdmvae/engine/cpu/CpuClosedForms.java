/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.prior.Laplace;
import io.github.sdmvae.prior.Prior;
import org.jspecify.annotations.Nullable;

/** Divergences from priors that are not Gaussian, integrated. */
final class CpuClosedForms {

    private CpuClosedForms() {}

    static @Nullable CpuClosedForm laplace(Prior prior) {
        double scale = ((Laplace) prior).scale();
        double constant = Math.log(2 * scale) - CpuDensities.HALF_LOG_TWO_PI - 0.5;
        return CpuDensities.isModerate(scale) ? new LaplaceForm((float) constant, (float) (1 / scale)) : null;
    }

    static CpuClosedForm cauchy(Prior prior) {
        return new CauchyForm();
    }

    /** None is known. */
    static @Nullable CpuClosedForm none(Prior prior) {
        return null;
    }

    /** {@code -½ log(2πeσ²) + log 2b + E|a|/b}, {@code E|a| = σ√(2/π) exp(-μ²/2σ²) + μ erf(μ/(σ√2))}. */
    private record LaplaceForm(float constant, float inverse) implements CpuClosedForm {
        private static final float ROOT_TWO_OVER_PI = (float) Math.sqrt(2 / Math.PI);
        private static final float ROOT_HALF = (float) Math.sqrt(0.5);

        @Override
        public void evaluate(CpuScratch s, float factor, int n) {
            float[] mean = s.array(CpuCodePass.MEAN, n);
            float[] spread = s.array(CpuCodePass.SPREAD, n);
            float[] erf = s.array(CpuCodePass.OWN, n);
            float[] bell = s.array(CpuCodePass.OWN_TOO, n);
            for (int e = 0; e < n; e++) {
                erf[e] = ROOT_HALF * mean[e] / spread[e];
                bell[e] = -erf[e] * erf[e];
            }
            FastMath.erf(erf, n);
            FastMath.exp(bell, bell, s.array(CpuCodePass.SPARE, n), n, s);
            for (int e = 0; e < n; e++) {
                bell[e] *= ROOT_TWO_OVER_PI * spread[e];
            }
            finish(s, mean, erf, bell, factor, n);
        }

        private void finish(CpuScratch s, float[] mean, float[] erf, float[] bell, float factor, int n) {
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            float[] terms = s.array(CpuCodePass.TERMS, n);
            float[] dMean = s.array(CpuCodePass.D_MEAN, n);
            float[] dLogVariance = s.array(CpuCodePass.D_LOG_VARIANCE, n);
            float c = constant;
            float b = inverse;
            for (int e = 0; e < n; e++) {
                terms[e] = c - 0.5f * logVariance[e] + b * (bell[e] + mean[e] * erf[e]);
                dMean[e] = factor * b * erf[e];
                dLogVariance[e] = factor * 0.5f * (b * bell[e] - 1);
            }
        }
    }

    /** {@code log(((1+σ)² + μ²)/(4σ))}. */
    private record CauchyForm() implements CpuClosedForm {

        @Override
        public void evaluate(CpuScratch s, float factor, int n) {
            float[] mean = s.array(CpuCodePass.MEAN, n);
            float[] spread = s.array(CpuCodePass.SPREAD, n);
            float[] dMean = s.array(CpuCodePass.D_MEAN, n);
            float[] dLogVariance = s.array(CpuCodePass.D_LOG_VARIANCE, n);
            float[] quarter = s.array(CpuCodePass.OWN, n);
            for (int e = 0; e < n; e++) {
                float wide = 1 + spread[e];
                float sum = wide * wide + mean[e] * mean[e];
                quarter[e] = 0.25f * sum;
                dMean[e] = factor * 2 * mean[e] / sum;
                dLogVariance[e] = factor * (spread[e] * wide / sum - 0.5f);
            }
            float[] terms = s.array(CpuCodePass.TERMS, n);
            float[] logVariance = s.array(CpuCodePass.LOG_VARIANCE, n);
            FastMath.log(quarter, terms, s.array(CpuCodePass.SPARE, n), n, s);
            for (int e = 0; e < n; e++) {
                terms[e] -= 0.5f * logVariance[e];
            }
        }
    }
}
