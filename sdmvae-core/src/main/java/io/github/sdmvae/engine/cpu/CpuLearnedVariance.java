/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.likelihood.GaussianLearnedVariance;
import io.github.sdmvae.likelihood.Likelihood;

/**
 * {@code ½(η + (x-o)²e^(-η))}. Rows hold n means and n log-variances: they are taken apart, computed, and put together again.
 */
final class CpuLearnedVariance extends CpuLikelihood {
    private final float clamp;

    CpuLearnedVariance(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors) {
        super(team, tensors);
        this.clamp = (float) ((GaussianLearnedVariance) likelihood).clamp();
    }

    @Override
    void evaluate(Stretch s) {
        int n = s.rows() * width;
        float[] means = s.scratch().array(MEANS, n);
        float[] eta = s.scratch().array(MEANS + 1, n);
        float[] output = s.output();
        for (int i = 0; i < s.rows(); i++) {
            System.arraycopy(output, 2 * i * width, means, i * width, width);
            System.arraycopy(output, 2 * i * width + width, eta, i * width, width);
        }
        evaluate(means, eta, s, n);
        for (int i = 0; i < s.rows(); i++) {
            System.arraycopy(means, i * width, output, 2 * i * width, width);
            System.arraycopy(eta, i * width, output, 2 * i * width + width, width);
        }
    }

    private void evaluate(float[] means, float[] eta, Stretch s, int n) {
        float[] data = s.data();
        float[] terms = s.terms();
        float[] inverse = s.scratch().array(MEANS + 2, n);
        float most = clamp;
        for (int i = 0; i < n; i++) {
            terms[i] = -limit(eta[i], most);
        }
        exp(terms, inverse, most, n, s.scratch());
        float factor = s.scale();
        for (int i = 0; i < n; i++) {
            float limited = -terms[i];
            float difference = means[i] - data[i];
            float scaled = difference * difference * inverse[i];
            terms[i] = 0.5f * (limited + scaled);
            means[i] = factor * difference * inverse[i];
            eta[i] = factor * limitedGradient(eta[i] - limited, 0.5f * (1 - scaled));
        }
    }

    @Override
    void means(float[] values, int n, CpuScratch scratch) {}
}
