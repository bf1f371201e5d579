/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;

/**
 * What a program computes for a batch, as far as it does not change from step to step.
 *
 * @param rule of the code
 * @param samples R, draws per data point, at least 1
 * @param freeBits δ, nats per code entry that cost nothing in training
 */
public record Objective(CodeRule rule, int samples, double freeBits) {

    /**
     * The objective of a training.
     *
     * @param prior of the code
     * @param gamma γ update
     * @param elbo how the bound is estimated
     * @return the objective
     * @throws IllegalArgumentException if the prior does not allow the strategy; the message says why
     */
    public static Objective of(Prior prior, GammaUpdate gamma, ElboStrategy elbo) {
        return new Objective(CodeRule.of(prior, gamma, elbo), elbo.samples(), elbo.freeBits());
    }

    /**
     * The plain bound with one draw per data point.
     *
     * @return the same divergence, without importance weights and free bits
     */
    public Objective plain() {
        return new Objective(rule.plain(), 1, 0);
    }
}
