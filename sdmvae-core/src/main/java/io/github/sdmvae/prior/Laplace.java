/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * {@code a_j ~ Laplace(0, b)}, Gaussian posterior (Pyle, "A Sparse VAE", sec. 2). Divergence from one draw, or in closed
 * form.
 *
 * @param scale b, above zero
 */
public record Laplace(double scale) implements FunctionPrior {
    static final String NAME = "laplace";

    /**
     * Checks the range.
     *
     * @param scale b, above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public Laplace {
        Constants.requirePositive("scale", scale);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("scale", scale);
    }

    @Override
    public Strategies strategies() {
        return Strategies.ALL_DRAWN;
    }

    @Override
    public PriorFunction function(boolean sampled) {
        return sampled ? new LaplaceFunction(scale) : new ClosedLaplace(scale);
    }
}
