/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.likelihood.Gaussian;
import io.github.sdmvae.likelihood.Likelihood;

/** {@code (x-o)²/(2s²)}. */
final class CpuGaussian extends CpuLikelihood {
    private final float precision;

    CpuGaussian(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors) {
        super(team, tensors);
        this.precision = (float) (1 / ((Gaussian) likelihood).variance());
    }

    @Override
    void evaluate(Stretch s) {
        evaluate(s.output(), s.data(), s.terms(), 0.5f * precision, s.scale() * precision, s.rows() * width);
    }

    private static void evaluate(float[] o, float[] data, float[] terms, float half, float factor, int n) {
        for (int i = 0; i < n; i++) {
            float difference = o[i] - data[i];
            terms[i] = difference * difference * half;
            o[i] = difference * factor;
        }
    }

    @Override
    void means(float[] values, int n, CpuScratch scratch) {}
}
