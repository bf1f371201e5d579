/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import java.util.Objects;

/**
 * A prior of the user's own.
 *
 * @param function value and gradient of its divergence
 */
public record CustomPrior(PriorFunction function) implements FunctionPrior {

    /**
     * Checks that there is a function.
     *
     * @param function value and gradient of its divergence
     */
    public CustomPrior {
        Objects.requireNonNull(function, "function");
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public Description describe() {
        return Description.custom(function.name());
    }

    @Override
    public Strategies strategies() {
        return function.isSampled() ? Strategies.ALL : Strategies.CUSTOM;
    }

    /** The user's function decides itself which of the two it gives. */
    @Override
    public PriorFunction function(boolean sampled) {
        return function;
    }
}
