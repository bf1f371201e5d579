/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.Objects;

/**
 * How the evidence lower bound is estimated in training. Immutable.
 *
 * @param divergence closed form in μ and σ, or the sampled {@code log q(a) - log p(a)}; custom priors decide themselves
 * @param samples R, draws of the code per data point whose terms are averaged, at least 1
 * @param beta weight of the divergence
 */
public record ElboStrategy(Divergence divergence, int samples, BetaSchedule beta) {

    /** How the divergence is computed. */
    public enum Divergence {
        /** Integrated over the posterior. */
        CLOSED_FORM,
        /** Averaged over the drawn codes. */
        SAMPLED
    }

    /**
     * Checks the ranges.
     *
     * @param divergence closed form in μ and σ, or the sampled {@code log q(a) - log p(a)}; custom priors decide themselves
     * @param samples R, draws of the code per data point whose terms are averaged, at least 1
     * @param beta weight of the divergence
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public ElboStrategy {
        Objects.requireNonNull(divergence, "divergence");
        Objects.requireNonNull(beta, "beta");
        if (samples < 1 || samples > 10_000) {
            throw new IllegalArgumentException("samples must be in 1..10000, got " + samples);
        }
    }

    /**
     * Closed-form divergence, one draw per data point, β = 1: the paper's choice and the default.
     *
     * @return the strategy
     */
    public static ElboStrategy closedForm() {
        return new ElboStrategy(Divergence.CLOSED_FORM, 1, BetaSchedule.constant(1));
    }

    /**
     * Divergence estimated from the draws.
     *
     * @param samples R, at least 1
     * @return the strategy, with β = 1
     */
    public static ElboStrategy sampled(int samples) {
        return new ElboStrategy(Divergence.SAMPLED, samples, BetaSchedule.constant(1));
    }

    /**
     * The same strategy with another number of draws.
     *
     * @param samples R, at least 1
     * @return a new strategy
     */
    public ElboStrategy withSamples(int samples) {
        return new ElboStrategy(divergence, samples, beta);
    }

    /**
     * The same strategy with another weight of the divergence.
     *
     * @param beta schedule of the weight
     * @return a new strategy
     */
    public ElboStrategy withBeta(BetaSchedule beta) {
        return new ElboStrategy(divergence, samples, beta);
    }
}
