/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;

/**
 * What is computed for a code, as data.
 *
 * @param prior prior of the code
 * @param gamma γ update, used if the prior {@linkplain Prior#learnsVariance() learns its variances}
 * @param sampled whether the divergence is estimated from the draws instead of in closed form
 * @param importance whether the draws are weighted by {@code p(x, a)/q(a)} afterwards, which then adds the gradient
 */
public record CodeRule(Prior prior, GammaUpdate gamma, boolean sampled, boolean importance) {

    /**
     * The rule that a strategy asks for.
     *
     * @param prior prior of the code
     * @param gamma γ update
     * @param elbo how the bound is estimated
     * @return the rule
     * @throws IllegalArgumentException if the prior does not allow the strategy; the message says why
     */
    public static CodeRule of(Prior prior, GammaUpdate gamma, ElboStrategy elbo) {
        prior.strategies().require(prior, elbo);
        boolean importance = elbo.divergence() == Divergence.IMPORTANCE_WEIGHTED;
        boolean sampled = elbo.divergence() == Divergence.AS_PUBLISHED
                ? prior.strategies().drawnAsPublished()
                : elbo.divergence() != Divergence.CLOSED_FORM;
        return new CodeRule(prior, gamma, sampled, importance);
    }

    /**
     * The same without importance weights: the plain bound with the same divergence.
     *
     * @return a rule whose importance is false
     */
    public CodeRule plain() {
        return importance ? new CodeRule(prior, gamma, sampled, false) : this;
    }

    /**
     * The update in force: a standard normal prior is the one with γ fixed at 1.
     *
     * @return the γ update
     */
    public GammaUpdate effectiveGamma() {
        return prior.learnsVariance() ? gamma : new FixedGamma(1);
    }

    /**
     * Whether a pass needs statistics of the whole batch before it can draw.
     *
     * @return true if γ is shared over the data
     */
    public boolean sharesGamma() {
        return prior.isGaussian() && effectiveGamma().isShared();
    }
}
