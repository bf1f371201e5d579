/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.ElboStrategy.Divergence;
import org.jspecify.annotations.Nullable;

/**
 * Which estimates of the bound a prior allows; for each that it does not, the reason, as the end of a sentence that
 * begins with "the prior '…'". Null where it is allowed.
 *
 * @param drawnAsPublished whether the model was published with its divergence estimated from draws
 * @param noClosedForm why the divergence cannot be integrated
 * @param noDraws why it cannot be estimated from draws
 * @param noImportance why draws cannot be weighted by their importance, and log p(x) not be estimated
 * @param noAverage why several draws make no sense
 * @param noFreeBits why free bits make no sense
 */
public record Strategies(
        boolean drawnAsPublished,
        @Nullable String noClosedForm,
        @Nullable String noDraws,
        @Nullable String noImportance,
        @Nullable String noAverage,
        @Nullable String noFreeBits) {

    /** Everything, integrated as published. */
    static final Strategies ALL = new Strategies(false, null, null, null, null, null);

    /** Everything, drawn as published. */
    static final Strategies ALL_DRAWN = new Strategies(true, null, null, null, null, null);

    /** From draws only. */
    static final Strategies DRAWS_ONLY = new Strategies(
            true, "has no closed-form divergence; use ElboStrategy.sampled(...)", null, null, null, null);

    private static final String RELAXED =
            "has a closed-form divergence only: its draws are relaxed and have no density; use closedForm()";
    private static final String NO_DENSITY =
            "has relaxed draws without a density, so log q(a) of the importance weights does not exist";
    private static final String NO_ENTRIES = "has no divergence per code entry for free bits to hold up";

    /** Relaxed draws of a spike and a slab. */
    static final Strategies SLAB = new Strategies(false, null, RELAXED, NO_DENSITY, null, null);

    /** The same with pseudo-inputs, whose divergence is not a sum over entries. */
    static final Strategies PSEUDO_INPUTS = new Strategies(false, null, RELAXED, NO_DENSITY, null, NO_ENTRIES);

    /** Autoencoders. */
    static final Strategies POINT = new Strategies(
            false,
            null,
            "has no posterior to draw from: it is an autoencoder; use asPublished()",
            "gives no probabilities: an autoencoder has no log p(x)",
            "has no draws to average",
            NO_ENTRIES);

    /** A prior of the user's own that does not say whether it gives densities. */
    static final Strategies CUSTOM = new Strategies(
            false,
            null,
            null,
            "does not say that it gives log q(a) - log p(a) of each draw; see PriorFunction.isSampled()",
            null,
            null);

    /**
     * Checks a strategy.
     *
     * @param prior for the message
     * @param elbo the strategy
     * @throws IllegalArgumentException if it is not allowed, saying why
     */
    void require(Prior prior, ElboStrategy elbo) {
        Divergence divergence = elbo.divergence();
        refuse(divergence == Divergence.IMPORTANCE_WEIGHTED, prior, noImportance, "");
        refuse(divergence == Divergence.CLOSED_FORM, prior, noClosedForm, "");
        refuse(divergence == Divergence.SAMPLED, prior, noDraws, "");
        refuse(elbo.samples() > 1, prior, noAverage, ", got samples " + elbo.samples());
        refuse(elbo.freeBits() > 0, prior, noFreeBits, ", got freeBits " + elbo.freeBits());
    }

    private static void refuse(boolean asked, Prior prior, @Nullable String why, String got) {
        if (asked && why != null) {
            throw new IllegalArgumentException("the prior '" + prior.name() + "' " + why + got);
        }
    }
}
