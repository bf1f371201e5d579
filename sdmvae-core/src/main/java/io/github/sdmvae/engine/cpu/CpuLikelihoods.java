/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.kernels.HostLikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.likelihood.Bernoulli;
import io.github.sdmvae.likelihood.ComplexGaussian;
import io.github.sdmvae.likelihood.Gaussian;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.GaussianLearnedVariance;
import io.github.sdmvae.likelihood.Likelihood;
import java.util.Map;

/** Which likelihoods have kernels here; the others use their own rule on the host. */
final class CpuLikelihoods {
    private static final Map<Class<? extends Likelihood>, Factory> KERNELS = Map.of(
            ComplexGaussian.class, CpuComplexGaussian::new,
            Gaussian.class, CpuGaussian::new,
            GaussianLearnedVariance.class, CpuLearnedVariance::new,
            Bernoulli.class, CpuBernoulli::new,
            GaussianFeatureVariance.class,
                    (team, likelihood, tensors) ->
                            new CpuLearnedVariance(team, ((GaussianFeatureVariance) likelihood).byPoint(), tensors));

    private CpuLikelihoods() {}

    private interface Factory {
        LikelihoodStep create(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors);
    }

    static LikelihoodStep of(CpuTeam team, Likelihood likelihood, LikelihoodTensors tensors) {
        Factory factory = KERNELS.get(likelihood.getClass());
        return factory == null
                ? new HostLikelihoodStep(likelihood, tensors)
                : factory.create(team, likelihood, tensors);
    }
}
