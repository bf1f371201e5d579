/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;
import io.github.sdmvae.objective.GammaUpdate;
import io.github.sdmvae.objective.Prior;

/**
 * What the code kernels compute, as data.
 *
 * @param prior prior of the code
 * @param gamma γ update, used with {@link Prior.LearnedVariance} only
 * @param sampled whether the divergence is estimated from the draws instead of in closed form
 * @param importance whether the draws are weighted by {@link Engine#weighDraws}, which then adds the gradient
 * @param slope c, of the relaxed spike
 */
public record CodeRule(Prior prior, GammaUpdate gamma, boolean sampled, boolean importance, double slope) {
    /** c in validation and evaluation. */
    private static final double LAST_SLOPE = 200;

    private static final double FIRST_SLOPE = 50;
    private static final double SLOPE_PER_STEP = 0.001;

    /**
     * A rule without importance weights, for evaluation.
     *
     * @param prior prior of the code
     * @param gamma γ update, used with {@link Prior.LearnedVariance} only
     * @param sampled whether the divergence is estimated from the draws instead of in closed form
     */
    public CodeRule(Prior prior, GammaUpdate gamma, boolean sampled) {
        this(prior, gamma, sampled, false, LAST_SLOPE);
    }

    /**
     * The rule that a strategy asks for.
     *
     * @param prior prior of the code
     * @param gamma γ update
     * @param elbo how the bound is estimated
     * @return the rule, with the slope of evaluation
     * @throws IllegalArgumentException if the prior does not allow the strategy; the message says why
     */
    public static CodeRule of(Prior prior, GammaUpdate gamma, ElboStrategy elbo) {
        StrategyCheck.require(prior, elbo);
        boolean importance = elbo.divergence() == Divergence.IMPORTANCE_WEIGHTED;
        boolean sampled = elbo.divergence() == Divergence.AS_PUBLISHED
                ? StrategyCheck.isPublishedWithDraws(prior)
                : elbo.divergence() != Divergence.CLOSED_FORM;
        return new CodeRule(prior, gamma, sampled, importance, LAST_SLOPE);
    }

    /**
     * The rule of a training step.
     *
     * @param step steps done before
     * @return this rule with the slope of that step
     */
    public CodeRule atStep(long step) {
        return withSlope(Math.min(LAST_SLOPE, FIRST_SLOPE + SLOPE_PER_STEP * step));
    }

    private CodeRule withSlope(double c) {
        return c == slope ? this : new CodeRule(prior, gamma, sampled, importance, c);
    }

    /**
     * The same without importance weights: what validation computes.
     *
     * @return the plain bound with the same divergence
     */
    public CodeRule plain() {
        return importance ? new CodeRule(prior, gamma, sampled, false, slope) : this;
    }

    /**
     * Whether p(a) is Gaussian with variances γ.
     *
     * @return true for learned variances and the standard normal, whose γ is 1
     */
    public boolean isGaussian() {
        return prior instanceof Prior.LearnedVariance || prior instanceof Prior.StandardNormal;
    }

    /** A standard normal prior is the one with γ fixed at 1. */
    GammaUpdate effectiveGamma() {
        return prior instanceof Prior.LearnedVariance ? gamma : new GammaUpdate.Fixed(1);
    }
}
