/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import java.util.Arrays;

/**
 * A constant; 1 gives the plain VAE.
 *
 * @param value γ, above zero
 */
public record FixedGamma(double value) implements GammaUpdate {
    static final String NAME = "fixed";

    /**
     * Checks the range.
     *
     * @param value γ, above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public FixedGamma {
        Constants.requirePositive("value", value);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("value", value);
    }

    @Override
    public boolean isFittedPerPoint() {
        return false;
    }

    @Override
    public TimeRule overTime() {
        return new PerFrame(this);
    }

    @Override
    public void update(CodeBatch batch, double[] shared, double[] gamma) {
        Arrays.fill(gamma, value);
    }
}
