/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.random.RowNoise;

/**
 * {@code a_j ~ Cauchy(0, 1)} with a Cauchy posterior of location μ and scale σ (Pyle, sec. 2.1): draws are {@code a = μ +
 * σ ⊙ ε}, ε standard Cauchy. Divergence from one draw, or in closed form, {@code log(((1+σ)² + μ²)/(4σ))}.
 */
public record Cauchy() implements FunctionPrior {
    static final String NAME = "cauchy";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public CodeShape shape(int width) {
        return CodeShape.meanAndVariance(width, RowNoise.CAUCHY);
    }

    @Override
    public Strategies strategies() {
        return Strategies.ALL_DRAWN;
    }

    @Override
    public PriorFunction function(boolean sampled) {
        return sampled ? new CauchyFunction() : new ClosedCauchy();
    }
}
