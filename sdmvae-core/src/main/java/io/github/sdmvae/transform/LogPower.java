/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.Description;

/**
 * {@code log(max(x, 0) + floor) / scale}.
 *
 * @param floor finite and above zero
 * @param scale finite and above zero, 1 unless told
 */
public record LogPower(double floor, double scale) implements InputTransform {
    static final String NAME = "logPower";
    private static final String SCALE = "scale";
    /** Below this the floor would be lost in single precision. */
    private static final double LEAST = 1e-30;

    /**
     * Checks the ranges.
     *
     * @param floor finite and above zero
     * @param scale finite and above zero
     * @throws IllegalArgumentException naming the value, if it is out of range
     */
    public LogPower {
        if (!(floor >= LEAST) || Double.isInfinite(floor)) {
            throw new IllegalArgumentException("floor must be finite and at least 1e-30, got " + floor);
        }
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("scale must be finite and above zero, got " + scale);
        }
    }

    static LogPower read(Description description) {
        return new LogPower(description.number("floor"), description.has(SCALE) ? description.number(SCALE) : 1);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        Description description = Description.of(NAME).with("floor", floor);
        return scale == 1 ? description : description.with(SCALE, scale);
    }

    @Override
    public void apply(double[] x, int width, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.log(Math.max(x[i], 0) + floor) / scale;
        }
    }

    @Override
    public void backward(double[] x, int width, double[] dy, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = x[i] < 0 ? 0 : dy[i] / (x[i] + floor) / scale;
        }
    }
}
