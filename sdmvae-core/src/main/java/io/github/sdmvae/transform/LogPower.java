/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.Description;

/**
 * {@code log(max(x, 0) + floor)}.
 *
 * @param floor finite and above zero
 */
public record LogPower(double floor) implements InputTransform {
    static final String NAME = "logPower";
    /** Below this the floor would be lost in single precision. */
    private static final double LEAST = 1e-30;

    /**
     * Checks the range.
     *
     * @param floor finite and above zero
     * @throws IllegalArgumentException naming the value, if it is out of range
     */
    public LogPower {
        if (!(floor >= LEAST) || Double.isInfinite(floor)) {
            throw new IllegalArgumentException("floor must be finite and at least 1e-30, got " + floor);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("floor", floor);
    }

    @Override
    public void apply(double[] x, int width, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.log(Math.max(x[i], 0) + floor);
        }
    }

    @Override
    public void backward(double[] x, int width, double[] dy, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = x[i] < 0 ? 0 : dy[i] / (x[i] + floor);
        }
    }
}
