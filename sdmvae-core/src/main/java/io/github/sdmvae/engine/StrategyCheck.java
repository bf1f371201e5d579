/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;
import io.github.sdmvae.objective.Prior;

/** Which prior goes with which strategy, and why not. */
final class StrategyCheck {
    private StrategyCheck() {}

    static boolean isPublishedWithDraws(Prior prior) {
        return prior instanceof Prior.Laplace || prior instanceof Prior.Cauchy || hasDrawsOnly(prior);
    }

    private static boolean hasDrawsOnly(Prior prior) {
        return prior instanceof Prior.StudentT || prior instanceof Prior.GaussianMixture;
    }

    private static boolean isSlab(Prior prior) {
        return prior instanceof Prior.SpikeAndSlab || prior instanceof Prior.PseudoInputs;
    }

    static void require(Prior prior, ElboStrategy elbo) {
        Divergence divergence = elbo.divergence();
        boolean point = prior instanceof Prior.None;
        if (divergence == Divergence.IMPORTANCE_WEIGHTED) {
            requireDensities(prior);
        }
        refuseIf(
                divergence == Divergence.CLOSED_FORM && hasDrawsOnly(prior),
                prior,
                "has no closed-form divergence; use ElboStrategy.sampled(...)");
        refuseIf(
                divergence == Divergence.SAMPLED && isSlab(prior),
                prior,
                "has a closed-form divergence only: its draws are relaxed and have no density; use closedForm()");
        refuseIf(
                divergence == Divergence.SAMPLED && point,
                prior,
                "has no posterior to draw from: it is an autoencoder; use asPublished()");
        refuseIf(point && elbo.samples() > 1, prior, "has no draws to average, got samples " + elbo.samples());
        refuseIf(
                elbo.freeBits() > 0 && (point || prior instanceof Prior.PseudoInputs),
                prior,
                "has no divergence per code entry for free bits to hold up, got freeBits " + elbo.freeBits());
    }

    /**
     * Checks that importance weights exist.
     *
     * @throws IllegalArgumentException saying why not
     */
    static void requireDensities(Prior prior) {
        refuseIf(prior instanceof Prior.None, prior, "gives no probabilities: an autoencoder has no log p(x)");
        refuseIf(
                isSlab(prior),
                prior,
                "has relaxed draws without a density, so log q(a) of the importance weights does not exist");
        refuseIf(
                prior instanceof Prior.Custom custom && !custom.function().isSampled(),
                prior,
                "does not say that it gives log q(a) - log p(a) of each draw; see PriorFunction.isSampled()");
    }

    private static void refuseIf(boolean condition, Prior prior, String why) {
        if (condition) {
            throw new IllegalArgumentException("the prior '" + prior.name() + "' " + why);
        }
    }
}
