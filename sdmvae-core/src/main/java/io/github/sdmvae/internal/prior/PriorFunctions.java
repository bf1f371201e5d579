/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal.prior;

import io.github.sdmvae.objective.Prior;
import io.github.sdmvae.objective.PriorFunction;

/** Which function computes which prior. */
public final class PriorFunctions {
    /** {@code ½ log 2π}. */
    static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    private PriorFunctions() {}

    /**
     * Finds the function of a prior whose divergence is a sum over code entries.
     *
     * @param prior Laplace, Cauchy, Student-t, Gaussian mixture or custom
     * @param sampled whether one sample per draw is wanted instead of the closed form; custom ones decide themselves
     * @return the function
     * @throws IllegalArgumentException if the prior has none
     */
    public static PriorFunction of(Prior prior, boolean sampled) {
        if (prior instanceof Prior.Laplace laplace) {
            return sampled ? new LaplaceFunction(laplace.scale()) : new ClosedLaplace(laplace.scale());
        } else if (prior instanceof Prior.Cauchy) {
            return sampled ? new CauchyFunction() : new ClosedCauchy();
        } else if (prior instanceof Prior.StudentT student) {
            return new StudentFunction(student.degrees());
        } else if (prior instanceof Prior.GaussianMixture mixture) {
            return new MixtureFunction(mixture.weight(), mixture.deviation1(), mixture.deviation2());
        } else if (prior instanceof Prior.Custom custom) {
            return custom.function();
        }
        throw new IllegalArgumentException("prior " + prior.name() + " has kernels of its own");
    }
}
