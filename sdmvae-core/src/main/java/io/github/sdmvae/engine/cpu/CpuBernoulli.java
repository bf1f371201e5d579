/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.likelihood.Likelihood;

/** {@code softplus(o) - x·o}. */
final class CpuBernoulli extends CpuLikelihood {

    CpuBernoulli(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors) {
        super(team, tensors);
    }

    @Override
    void evaluate(Stretch s) {
        int n = s.rows() * width;
        evaluate(s.output(), s.data(), s.terms(), s.scale(), n, s.scratch());
    }

    private static void evaluate(float[] o, float[] data, float[] terms, float factor, int n, CpuScratch scratch) {
        float[] spare = scratch.array(SPARE, n);
        FastMath.softplus(o, terms, spare, n, scratch);
        for (int i = 0; i < n; i++) {
            terms[i] -= data[i] * o[i];
        }
        FastMath.sigmoid(o, spare, n, scratch);
        for (int i = 0; i < n; i++) {
            o[i] = factor * (o[i] - data[i]);
        }
    }

    @Override
    void means(float[] values, int n, CpuScratch scratch) {
        FastMath.sigmoid(values, scratch.array(SPARE, n), n, scratch);
    }
}
