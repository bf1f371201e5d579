/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * The divergence between the Gaussian posterior {@code a = μ + σ ⊙ ε}, {@code λ = log σ²}, and a prior of the user's
 * own. The divergence may be a closed form in μ and λ, or one sample of {@code log q(a) - log p(a)}.
 *
 * <p><b>Thread rule:</b> a model in use by several threads calls the function from all of them; keep no state in it.
 */
public interface PriorFunction {

    /**
     * The name under which a saved model finds the function again.
     *
     * @return a stable name that no other function has
     */
    String name();

    /**
     * Computes values and partial derivatives for one batch. All arrays are row-major, {@code rows × width}; outputs
     * come zeroed. The chain from the code to μ and λ is the library's work: a derivative with respect to the code is
     * given once, in {@code dCode}, with μ and λ held fixed, and those of μ and λ with the code held fixed.
     *
     * @param batch μ, λ, ε and a
     * @param terms receives the divergence of each entry and its derivatives
     */
    void evaluate(CodeBatch batch, CodeTerms terms);

    /**
     * Whether {@link #evaluate} gives one sample of {@code log q(a) - log p(a)} per draw, all constants kept: what the
     * importance-weighted bound needs.
     *
     * @return false, unless overridden: a closed form, or constants left out
     */
    default boolean isSampled() {
        return false;
    }

    /**
     * Draws one code from the prior, for {@code Vae.generate}.
     *
     * @param noise source of randomness
     * @param code receives one value per entry
     * @throws UnsupportedOperationException unless overridden
     */
    default void sample(java.util.random.RandomGenerator noise, double[] code) {
        throw new UnsupportedOperationException("prior '" + name() + "' does not say how to draw from it");
    }
}
