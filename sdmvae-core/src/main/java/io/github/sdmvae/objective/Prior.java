/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

import java.util.Objects;

/**
 * The prior p(a) of the code, described as data so that every engine can compile it into its own kernels; a
 * {@link #custom} prior works on every engine through a callback over plain arrays, slower, with the same results.
 * Immutable.
 */
public sealed interface Prior {

    /** {@code a ~ N(0, I)}: the plain VAE (Kingma and Welling 2014). */
    record StandardNormal() implements Prior {}

    /**
     * {@code a_j ~ N(0, γ_j)} with learned variances: the sparse-dictionary model (Sadeghi and Magron 2022, eq. 5).
     * Which γ, is the {@link GammaUpdate}'s to say.
     */
    record LearnedVariance() implements Prior {}

    /**
     * {@code a_j ~ Laplace(0, b)}, Gaussian posterior (Pyle, "A Sparse VAE", sec. 2). Divergence from one draw, or in
     * closed form.
     *
     * @param scale b, above zero
     */
    record Laplace(double scale) implements Prior {
        /**
         * Checks the range.
         *
         * @param scale b, above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Laplace {
            requirePositive("scale", scale);
        }
    }

    /**
     * {@code a_j ~ Cauchy(0, 1)} with a Cauchy posterior of location μ and scale σ (Pyle, sec. 2.1): draws are {@code a =
     * μ + σ ⊙ ε}, ε standard Cauchy. Divergence from one draw, or in closed form, {@code log(((1+σ)² + μ²)/(4σ))}.
     */
    record Cauchy() implements Prior {}

    /**
     * {@code a_j ~ Student-t(ν)} of scale 1, Gaussian posterior: what eq. 6 of Sadeghi and Magron becomes when γ is
     * integrated out (Tipping 2001; Wipf and Rao 2004). Divergence from draws only.
     *
     * @param degrees ν, above zero
     */
    record StudentT(double degrees) implements Prior {
        /**
         * Checks the range.
         *
         * @param degrees ν, above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public StudentT {
            requirePositive("degrees", degrees);
        }
    }

    /**
     * A mixture of two zero-mean Gaussians, Gaussian posterior (Mathieu et al. 2019). Divergence from draws only.
     *
     * @param weight of the first component, above 0 and below 1
     * @param deviation1 standard deviation of the first component, above zero
     * @param deviation2 standard deviation of the second component, above zero
     */
    record GaussianMixture(double weight, double deviation1, double deviation2) implements Prior {
        /**
         * Checks the ranges.
         *
         * @param weight of the first component, above 0 and below 1
         * @param deviation1 standard deviation of the first component, above zero
         * @param deviation2 standard deviation of the second component, above zero
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public GaussianMixture {
            requireFraction("weight", weight);
            requirePositive("deviation1", deviation1);
            requirePositive("deviation2", deviation2);
        }
    }

    /**
     * Spike and slab with a fixed prior (variational sparse coding, Tonolini et al. 2020; the model behind the table of
     * Sadeghi and Magron): an entry is drawn from N(0, 1) with probability α and is 0 otherwise. The encoder gives a third
     * number per entry, from which the posterior's slab probability q follows. Draws relax the choice, {@code a = T ⊙ (μ +
     * σ ⊙ ε)}, {@code T = sigmoid(c(u + q - 1))}, u uniform, with c rising from 50 by 0.001 per training step up to 200;
     * validation and evaluation use 200. Divergence in closed form.
     *
     * @param alpha α, above 0 and below 1
     */
    record SpikeAndSlab(double alpha) implements Prior {
        /**
         * Checks the range.
         *
         * @param alpha α, above 0 and below 1
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public SpikeAndSlab {
            requireFraction("alpha", alpha);
        }
    }

    /**
     * Spike and slab whose prior follows the data: U learned pseudo-inputs go through the encoder too, and their posteriors
     * are the components of the prior (Tonolini et al. 2020). Departs from the paper in two points: the paper picks one
     * pseudo-input per point, which leaves the classifier without a gradient, so the components are weighted by {@code w =
     * softmax} of the classifier; and the classifier shares the encoder's hidden layers. The divergence is {@code Σ_u w_u
     * KL(q ‖ q_u) + k KL(mean of q_u* ‖ α)}, u* = argmax w.
     *
     * @param alpha α, wanted share of entries that are not zero, above 0 and below 1
     * @param count U, pseudo-inputs, 1 to 10,000
     */
    record PseudoInputs(double alpha, int count) implements Prior {
        /**
         * Checks the ranges.
         *
         * @param alpha α, wanted share of entries that are not zero, above 0 and below 1
         * @param count U, pseudo-inputs, 1 to 10,000
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public PseudoInputs {
            requireFraction("alpha", alpha);
            if (count < 1 || count > 10_000) {
                throw new IllegalArgumentException("count of pseudo-inputs must be in 1..10000, got " + count);
            }
        }
    }

    /**
     * No prior: an autoencoder, {@code a = μ}, with a penalty on the absolute values if the weight is above zero (sparse
     * autoencoder). The penalty is reported as the divergence.
     *
     * @param penalty weight of {@code Σ|a|}, finite and at least 0
     */
    record None(double penalty) implements Prior {
        /**
         * Checks the range.
         *
         * @param penalty weight of {@code Σ|a|}, finite and at least 0
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public None {
            if (!(penalty >= 0) || Double.isInfinite(penalty)) {
                throw new IllegalArgumentException("penalty must be finite and at least 0, got " + penalty);
            }
        }
    }

    /**
     * A prior of the user's own.
     *
     * @param function value and gradient of its divergence
     */
    record Custom(PriorFunction function) implements Prior {
        /**
         * Checks that there is a function.
         *
         * @param function value and gradient of its divergence
         * @throws IllegalArgumentException naming the value, if one is out of range
         */
        public Custom {
            Objects.requireNonNull(function, "function");
        }
    }

    /**
     * The standard normal prior of the plain VAE.
     *
     * @return the prior
     */
    static Prior standardNormal() {
        return new StandardNormal();
    }

    /**
     * The prior with learned variances, which makes codes sparse.
     *
     * @return the prior
     */
    static Prior learnedVariance() {
        return new LearnedVariance();
    }

    /**
     * The Laplace prior of scale 1.
     *
     * @return {@link Laplace}
     */
    static Prior laplace() {
        return new Laplace(1);
    }

    /**
     * A Laplace prior.
     *
     * @param scale b, above zero
     * @return {@link Laplace}
     */
    static Prior laplace(double scale) {
        return new Laplace(scale);
    }

    /**
     * The standard Cauchy prior with a Cauchy posterior.
     *
     * @return {@link Cauchy}
     */
    static Prior cauchy() {
        return new Cauchy();
    }

    /**
     * A Student-t prior of scale 1.
     *
     * @param degrees ν, above zero
     * @return {@link StudentT}
     */
    static Prior studentT(double degrees) {
        return new StudentT(degrees);
    }

    /**
     * A mixture of two zero-mean Gaussians.
     *
     * @param weight of the first component, above 0 and below 1
     * @param deviation1 standard deviation of the first component, above zero
     * @param deviation2 standard deviation of the second component, above zero
     * @return {@link GaussianMixture}
     */
    static Prior gaussianMixture(double weight, double deviation1, double deviation2) {
        return new GaussianMixture(weight, deviation1, deviation2);
    }

    /**
     * Variational sparse coding with a fixed prior.
     *
     * @param alpha α, above 0 and below 1; the paper's table has 0.05, 0.5 and 0.9
     * @return {@link SpikeAndSlab}
     */
    static Prior spikeAndSlab(double alpha) {
        return new SpikeAndSlab(alpha);
    }

    /**
     * Variational sparse coding with learned pseudo-inputs.
     *
     * @param alpha α, above 0 and below 1
     * @param count U, pseudo-inputs, 1 to 10,000
     * @return {@link PseudoInputs}
     */
    static Prior pseudoInputs(double alpha, int count) {
        return new PseudoInputs(alpha, count);
    }

    /**
     * No prior: a plain autoencoder.
     *
     * @return {@link None} without a penalty
     */
    static Prior none() {
        return new None(0);
    }

    /**
     * No prior but a penalty: a sparse autoencoder.
     *
     * @param penalty weight of {@code Σ|a|}, finite and at least 0
     * @return {@link None}
     */
    static Prior absolutePenalty(double penalty) {
        return new None(penalty);
    }

    /**
     * A prior of the user's own.
     *
     * @param function value and gradient of its divergence
     * @return the prior
     */
    static Prior custom(PriorFunction function) {
        return new Custom(function);
    }

    /**
     * The name in reports and saved models.
     *
     * @return for instance {@code standardNormal}, or the name of the user's function
     */
    default String name() {
        if (this instanceof Custom custom) {
            return custom.function().name();
        }
        String type = getClass().getSimpleName();
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and above zero, got " + value);
        }
    }

    private static void requireFraction(String what, double value) {
        if (!(value > 0 && value < 1)) {
            throw new IllegalArgumentException(what + " must be above 0 and below 1, got " + value);
        }
    }
}
