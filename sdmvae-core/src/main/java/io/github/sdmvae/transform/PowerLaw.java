/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.Description;

/**
 * {@code max(x, 0)^exponent}. The derivative, which has no bound at 0, is taken as 0 there.
 *
 * @param exponent above 0 and at most 1
 */
public record PowerLaw(double exponent) implements InputTransform {
    static final String NAME = "powerLaw";

    /**
     * Checks the range.
     *
     * @param exponent above 0 and at most 1
     * @throws IllegalArgumentException naming the value, if it is out of range
     */
    public PowerLaw {
        if (!(exponent > 0 && exponent <= 1)) {
            throw new IllegalArgumentException("exponent must be above 0 and at most 1, got " + exponent);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("exponent", exponent);
    }

    @Override
    public void apply(double[] x, int width, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.pow(Math.max(x[i], 0), exponent);
        }
    }

    @Override
    public void backward(double[] x, int width, double[] dy, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = x[i] <= 0 ? 0 : dy[i] * exponent * Math.pow(x[i], exponent - 1);
        }
    }
}
