/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.Objects;

/**
 * How the prior variances γ of {@link Prior.LearnedVariance} follow from the posterior, described as data. γ is held
 * fixed in the gradient; for the closed form this changes nothing, since γ minimises the divergence (envelope theorem).
 * Immutable.
 *
 * <p>γ never falls below {@link #FLOOR}.
 */
public sealed interface GammaUpdate {

    /**
     * The smallest γ, 1e-30: in single precision σ² underflows below 1e-38, and {@code 1/γ} and {@code σ²/γ} must stay
     * finite and normal; no code of use has a standard deviation near 1e-15.
     */
    double FLOOR = 1e-30;

    /** {@code γ = μ² + σ²} for every data point (eq. 9). */
    record ClosedForm() implements GammaUpdate {}

    /**
     * {@code γ = (μ² + σ² + 2β)/(3 + 2α)}: the mode under an inverse-Gamma(α, β) hyperprior, whose own term
     * {@code -log p(γ)} is reported apart. The implied marginal prior is Student-t with ν = 2α and scale² β/α.
     *
     * @param alpha shape, above zero
     * @param beta scale, above zero
     */
    record InverseGamma(double alpha, double beta) implements GammaUpdate {
        /**
         * Checks the ranges.
         *
         * @param alpha shape, above zero
         * @param beta scale, above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public InverseGamma {
            requirePositive("alpha", alpha);
            requirePositive("beta", beta);
        }
    }

    /**
     * One γ per code entry, shared over the data: the bias-corrected running mean of μ² + σ² over batches (relevance
     * determination). Saved with the model, frozen in validation.
     *
     * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
     */
    record Shared(double decay) implements GammaUpdate {
        /**
         * Checks the range.
         *
         * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Shared {
            if (!(decay >= 0 && decay < 1)) {
                throw new IllegalArgumentException("decay must be in [0, 1), got " + decay);
            }
        }
    }

    /**
     * A constant; 1 gives the plain VAE.
     *
     * @param value γ, above zero
     */
    record Fixed(double value) implements GammaUpdate {
        /**
         * Checks the range.
         *
         * @param value γ, above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Fixed {
            requirePositive("value", value);
        }
    }

    /**
     * An update of the user's own.
     *
     * @param function γ from the posterior
     */
    record Custom(GammaFunction function) implements GammaUpdate {
        /**
         * Checks that there is a function.
         *
         * @param function γ from the posterior
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Custom {
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * The closed form of the paper, the default.
     *
     * @return {@link ClosedForm}
     */
    static GammaUpdate closedForm() {
        return new ClosedForm();
    }

    /**
     * The mode under an inverse-Gamma hyperprior.
     *
     * @param alpha shape, above zero
     * @param beta scale, above zero
     * @return {@link InverseGamma}
     */
    static GammaUpdate inverseGamma(double alpha, double beta) {
        return new InverseGamma(alpha, beta);
    }

    /**
     * One γ per code entry with the usual decay of 0.99 per batch.
     *
     * @return {@link Shared}
     */
    static GammaUpdate shared() {
        return new Shared(0.99);
    }

    /**
     * One γ per code entry.
     *
     * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
     * @return {@link Shared}
     */
    static GammaUpdate shared(double decay) {
        return new Shared(decay);
    }

    /**
     * A constant γ.
     *
     * @param value above zero
     * @return {@link Fixed}
     */
    static GammaUpdate fixed(double value) {
        return new Fixed(value);
    }

    /**
     * An update of the user's own.
     *
     * @param function γ from the posterior
     * @return {@link Custom}
     */
    static GammaUpdate custom(GammaFunction function) {
        return new Custom(function);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and above zero, got " + value);
        }
    }
}
