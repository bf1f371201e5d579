/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.likelihood.ComplexGaussian;
import io.github.sdmvae.likelihood.Likelihood;

/** {@code x·e^(-η) + η}. */
final class CpuComplexGaussian extends CpuLikelihood {
    private final float floor;
    private final float clamp;

    CpuComplexGaussian(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors) {
        super(team, tensors);
        ComplexGaussian rule = (ComplexGaussian) likelihood;
        this.floor = (float) rule.floor();
        this.clamp = (float) rule.clamp();
    }

    @Override
    void evaluate(Stretch s) {
        int n = s.rows() * width;
        evaluate(s.output(), s.data(), s.terms(), s.scratch().array(MEANS, n), s.scale(), n, s.scratch());
    }

    private void evaluate(
            float[] eta, float[] data, float[] terms, float[] inverse, float factor, int n, CpuScratch scratch) {
        float lowest = floor;
        float most = clamp;
        for (int i = 0; i < n; i++) {
            terms[i] = -limit(eta[i], most);
        }
        exp(terms, inverse, most, n, scratch);
        for (int i = 0; i < n; i++) {
            float limited = -terms[i];
            float ratio = Math.max(data[i], lowest) * inverse[i];
            terms[i] = ratio + limited;
            eta[i] = factor * limitedGradient(eta[i] - limited, 1 - ratio);
        }
    }

    @Override
    void means(float[] values, int n, CpuScratch scratch) {
        float most = clamp;
        for (int i = 0; i < n; i++) {
            values[i] = limit(values[i], most);
        }
        exp(values, values, most, n, scratch);
    }
}
