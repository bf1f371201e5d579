/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.likelihood.Bernoulli;
import io.github.sdmvae.likelihood.ComplexGaussian;
import io.github.sdmvae.likelihood.Gaussian;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.likelihood.GaussianLearnedVariance;
import io.github.sdmvae.likelihood.Likelihood;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A likelihood as the kernels have it. One for every likelihood of the library; a new one is a line here and a case in the
 * text.
 *
 * @param kind as in the text
 * @param number floor or precision
 * @param clamp on logarithms of variances
 */
record LikelihoodPart(int kind, float number, float clamp) {
    private static final int THREADS = 256;
    private static final Map<Class<? extends Likelihood>, Function<Likelihood, LikelihoodPart>> PARTS = Map.of(
            ComplexGaussian.class, l -> complexGaussian((ComplexGaussian) l),
            Gaussian.class, l -> new LikelihoodPart(1, (float) (1 / ((Gaussian) l).variance()), 0),
            GaussianLearnedVariance.class, l -> new LikelihoodPart(2, 0, (float) ((GaussianLearnedVariance) l).clamp()),
            GaussianFeatureVariance.class,
                    l -> new LikelihoodPart(2, 0, (float)
                            ((GaussianFeatureVariance) l).byPoint().clamp()),
            Bernoulli.class, l -> new LikelihoodPart(3, 0, 0));

    private static LikelihoodPart complexGaussian(ComplexGaussian rule) {
        return new LikelihoodPart(0, (float) rule.floor(), (float) rule.clamp());
    }

    /** Null for a user's own. */
    static @Nullable LikelihoodPart of(Likelihood likelihood) {
        Function<Likelihood, LikelihoodPart> part = PARTS.get(likelihood.getClass());
        return part == null ? null : part.apply(likelihood);
    }

    /** What kernels lack for a likelihood; empty if they have it. */
    static String lacking(Likelihood likelihood) {
        return PARTS.containsKey(likelihood.getClass()) ? "" : "the likelihood '" + likelihood.name() + "'";
    }

    /**
     * Loss of every row of the output, and its gradient.
     *
     * @param gradient null for none
     * @param scale factor on the gradient
     */
    Launch evaluate(
            Kernels kernels,
            CudaTensor x,
            CudaTensor output,
            @Nullable CudaTensor gradient,
            CudaTensor loss,
            float scale) {
        return kernels.blocks(
                KernelText.LIKELIHOOD,
                "likelihood",
                output.rows(),
                1,
                THREADS,
                x.address(),
                output.address(),
                gradient == null ? 0L : gradient.address(),
                loss.address(),
                x.rows(),
                x.columns(),
                kind,
                number,
                clamp,
                scale);
    }

    Launch mean(Kernels kernels, CudaTensor output, CudaTensor mean) {
        return kernels.each(
                KernelText.LIKELIHOOD,
                "likelihood_mean",
                mean.length(),
                output.address(),
                mean.address(),
                mean.rows(),
                mean.columns(),
                kind,
                clamp);
    }
}
