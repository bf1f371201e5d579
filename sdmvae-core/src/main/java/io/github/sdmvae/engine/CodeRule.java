/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Prior;

/**
 * What the code kernels compute, as data.
 *
 * @param prior prior of the code
 * @param gamma γ update, used with {@link Prior.LearnedVariance} only
 * @param sampled whether the divergence is estimated from the draws instead of in closed form
 */
public record CodeRule(Prior prior, GammaUpdate gamma, boolean sampled) {

    /** A standard normal prior is the one with γ fixed at 1. */
    GammaUpdate effectiveGamma() {
        return prior instanceof Prior.LearnedVariance ? gamma : new GammaUpdate.Fixed(1);
    }

    boolean learnsSharedGamma() {
        return effectiveGamma() instanceof GammaUpdate.Shared;
    }
}
