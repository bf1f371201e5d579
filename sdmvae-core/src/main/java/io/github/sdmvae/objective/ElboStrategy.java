/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.Objects;

/**
 * How the evidence lower bound is estimated in training. Immutable.
 *
 * @param divergence closed form in μ and σ, or the sampled {@code log q(a) - log p(a)}; custom priors decide themselves
 * @param samples R, draws of the code per data point whose terms are averaged, at least 1
 * @param beta weight of the divergence
 * @param freeBits δ, nats per code entry that cost nothing: the divergence is {@code Σ_j max(δ, batch mean of
 *     divergence_j)}; 0 turns it off
 */
public record ElboStrategy(Divergence divergence, int samples, BetaSchedule beta, double freeBits) {

    /** How the divergence is computed. */
    public enum Divergence {
        /** Integrated over the posterior. */
        CLOSED_FORM,
        /** Averaged over the drawn codes. */
        SAMPLED,
        /** As the model was published: drawn for Laplace, Cauchy, Student-t and mixture, integrated for the others. */
        AS_PUBLISHED,
        /** The draws weighted by {@code p(x, a)/q(a)} (Burda et al. 2016). */
        IMPORTANCE_WEIGHTED
    }

    /**
     * Checks the ranges.
     *
     * @param divergence closed form in μ and σ, or the sampled {@code log q(a) - log p(a)}; custom priors decide themselves
     * @param samples R, draws of the code per data point whose terms are averaged, at least 1
     * @param beta weight of the divergence
     * @param freeBits δ, nats per code entry, finite and at least 0
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public ElboStrategy {
        Objects.requireNonNull(divergence, "divergence");
        Objects.requireNonNull(beta, "beta");
        if (samples < 1 || samples > 10_000) {
            throw new IllegalArgumentException("samples must be in 1..10000, got " + samples);
        }
        double validationBeta = beta.validationBeta();
        if (!(validationBeta >= 0) || Double.isInfinite(validationBeta)) {
            throw new IllegalArgumentException(
                    "the validation's beta must be finite and at least 0, got " + validationBeta);
        }
        if (!(freeBits >= 0) || Double.isInfinite(freeBits)) {
            throw new IllegalArgumentException("freeBits must be finite and at least 0, got " + freeBits);
        }
        if (freeBits > 0 && divergence == Divergence.IMPORTANCE_WEIGHTED) {
            throw new IllegalArgumentException(
                    "freeBits must be 0 with the importance-weighted bound, which has no divergence of its own, got "
                            + freeBits);
        }
    }

    /**
     * One draw per data point, β = 1, the divergence as the model was published: in closed form for standard normal,
     * learned variances, spike and slab, from the draw for Laplace, Cauchy, Student-t and mixture. The default.
     *
     * @return the strategy
     */
    public static ElboStrategy asPublished() {
        return new ElboStrategy(Divergence.AS_PUBLISHED, 1, BetaSchedule.constant(1), 0);
    }

    /**
     * Closed-form divergence, one draw per data point, β = 1. Student-t and mixture have none.
     *
     * @return the strategy
     */
    public static ElboStrategy closedForm() {
        return new ElboStrategy(Divergence.CLOSED_FORM, 1, BetaSchedule.constant(1), 0);
    }

    /**
     * The importance-weighted bound {@code log 1/K Σ_r p(x, a_r)/q(a_r)} (Burda, Grosse and Salakhutdinov 2016), tighter
     * the more draws; with one it is the sampled bound. Not for autoencoders, and not for spike and slab, whose relaxed
     * draws have no density. Reported as {@code reconstruction}, its weighted mean, and {@code divergence}, the rest.
     * With learned variances γ is held fixed in each step; as the prior is fitted per point, the bound may exceed log
     * p(x) of any one prior.
     *
     * @param samples K, at least 1
     * @return the strategy, with β = 1
     */
    public static ElboStrategy importanceWeighted(int samples) {
        return new ElboStrategy(Divergence.IMPORTANCE_WEIGHTED, samples, BetaSchedule.constant(1), 0);
    }

    /**
     * Divergence estimated from the draws.
     *
     * @param samples R, at least 1
     * @return the strategy, with β = 1
     */
    public static ElboStrategy sampled(int samples) {
        return new ElboStrategy(Divergence.SAMPLED, samples, BetaSchedule.constant(1), 0);
    }

    /**
     * The same strategy with another number of draws.
     *
     * @param samples R, at least 1
     * @return a new strategy
     */
    public ElboStrategy withSamples(int samples) {
        return new ElboStrategy(divergence, samples, beta, freeBits);
    }

    /**
     * The same strategy with another weight of the divergence.
     *
     * @param beta schedule of the weight
     * @return a new strategy
     */
    public ElboStrategy withBeta(BetaSchedule beta) {
        return new ElboStrategy(divergence, samples, beta, freeBits);
    }

    /**
     * The same strategy with free bits, which keep code entries from dying: an entry whose divergence, averaged over the
     * batch, is below δ is not pushed further down (Kingma et al. 2016). Validation goes by the bound without them.
     *
     * @param nats δ per code entry, finite and at least 0
     * @return a new strategy
     */
    public ElboStrategy withFreeBits(double nats) {
        return new ElboStrategy(divergence, samples, beta, nats);
    }

    /**
     * The strategy for data that is not trained on: the same divergence and draws, without free bits, β constant at its
     * value for validation. What validation goes by and a trained model is evaluated with.
     *
     * @return a strategy; equal for strategies that evaluate in the same way
     */
    public ElboStrategy forValidation() {
        return new ElboStrategy(divergence, samples, BetaSchedule.constant(beta.validationBeta()), 0);
    }

    /**
     * Whether data that is not trained on is evaluated by the plain bound.
     *
     * @return true with one draw per data point and no importance weights
     */
    public boolean isPlain() {
        return samples == 1 && divergence != Divergence.IMPORTANCE_WEIGHTED;
    }
}
