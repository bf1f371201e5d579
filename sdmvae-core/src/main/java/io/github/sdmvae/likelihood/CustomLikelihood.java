/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;
import java.util.Arrays;
import java.util.Objects;

/**
 * A likelihood of the user's own. The arrays that it fills are zeroed before every call.
 *
 * @param function value and gradient
 */
public record CustomLikelihood(LikelihoodFunction function) implements Likelihood {

    /**
     * Checks that there is a function.
     *
     * @param function value and gradient
     */
    public CustomLikelihood {
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
    public boolean isOfPower() {
        return function.isOfPower();
    }

    @Override
    public int outputsPerValue() {
        return function.outputsPerValue();
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        Arrays.fill(loss, 0);
        Arrays.fill(gradient, 0);
        function.evaluate(rows, width, x, output, loss, gradient);
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        Arrays.fill(mean, 0);
        function.mean(rows, width, output, mean);
    }
}
