/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * A mixture of two zero-mean Gaussians, Gaussian posterior (Mathieu et al. 2019). Divergence from draws only.
 *
 * @param weight of the first component, above 0 and below 1
 * @param deviation1 standard deviation of the first component, above zero
 * @param deviation2 standard deviation of the second component, above zero
 */
public record TwoGaussians(double weight, double deviation1, double deviation2) implements FunctionPrior {
    static final String NAME = "gaussianMixture";

    /**
     * Checks the ranges.
     *
     * @param weight of the first component, above 0 and below 1
     * @param deviation1 standard deviation of the first component, above zero
     * @param deviation2 standard deviation of the second component, above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public TwoGaussians {
        Constants.requireFraction("weight", weight);
        Constants.requirePositive("deviation1", deviation1);
        Constants.requirePositive("deviation2", deviation2);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME)
                .with("weight", weight)
                .with("deviation1", deviation1)
                .with("deviation2", deviation2);
    }

    @Override
    public Strategies strategies() {
        return Strategies.DRAWS_ONLY;
    }

    @Override
    public PriorFunction function(boolean sampled) {
        return new MixtureFunction(weight, deviation1, deviation2);
    }
}
