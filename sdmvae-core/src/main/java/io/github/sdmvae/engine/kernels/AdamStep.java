/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * One update of Adam (Kingma and Ba 2015, Algorithm 1): {@code m = β₁m + (1-β₁)g}, {@code v = β₂v + (1-β₂)g²},
 * {@code p -= rate · m/(1-β₁ᵗ) / (√(v/(1-β₂ᵗ)) + ε)}, with {@code g = gradientScale · gradient}.
 *
 * @param rate learning rate
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon ε
 * @param step t, from 1
 * @param gradientScale factor on the gradient, below 1 where clipping takes hold
 */
public record AdamStep(double rate, double beta1, double beta2, double epsilon, long step, double gradientScale) {

    /**
     * The correction of the first moment.
     *
     * @return {@code 1 - β₁ᵗ}
     */
    public double firstCorrection() {
        return 1 - Math.pow(beta1, (double) step);
    }

    /**
     * The correction of the second moment.
     *
     * @return {@code 1 - β₂ᵗ}
     */
    public double secondCorrection() {
        return 1 - Math.pow(beta2, (double) step);
    }
}
