/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import org.apache.commons.math3.special.Gamma;

/**
 * {@code a_j ~ Student-t(ν)} of scale 1, Gaussian posterior: what eq. 6 of Sadeghi and Magron becomes when γ is integrated
 * out (Tipping 2001; Wipf and Rao 2004). Divergence from draws only.
 *
 * @param degrees ν, above zero
 */
public record StudentT(double degrees) implements FunctionPrior {
    static final String NAME = "studentT";

    /**
     * Checks the range.
     *
     * @param degrees ν, above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public StudentT {
        Constants.requirePositive("degrees", degrees);
    }

    /**
     * {@code -log p(0)}: the part of {@code -log p(a)} that does not depend on a.
     *
     * @return nats
     */
    public double energyAtZero() {
        return Gamma.logGamma(degrees / 2) - Gamma.logGamma((degrees + 1) / 2) + 0.5 * Math.log(degrees * Math.PI);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("degrees", degrees);
    }

    @Override
    public Strategies strategies() {
        return Strategies.DRAWS_ONLY;
    }

    @Override
    public PriorFunction function(boolean sampled) {
        return new StudentFunction(this);
    }
}
