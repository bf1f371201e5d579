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
     * @return {@code standardNormal}, {@code learnedVariance} or the name of the user's function
     */
    default String name() {
        if (this instanceof Custom custom) {
            return custom.function().name();
        }
        return this instanceof LearnedVariance ? "learnedVariance" : "standardNormal";
    }
}
