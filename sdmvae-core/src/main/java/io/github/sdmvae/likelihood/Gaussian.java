/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;

/**
 * Gaussian with a fixed variance, {@code (x-o)²/(2s²)}.
 *
 * @param variance s², finite and above zero
 */
public record Gaussian(double variance) implements Likelihood {
    static final String NAME = "gaussian";

    /**
     * Checks the range.
     *
     * @param variance s², finite and above zero
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public Gaussian {
        Limits.requirePositive("variance", variance);
        if (Double.isInfinite(variance)) {
            throw new IllegalArgumentException("variance must be finite, got " + variance);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("variance", variance);
    }

    @Override
    public double constant(int width) {
        return 0.5 * width * Math.log(2 * Math.PI * variance);
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int at = i * width; at < (i + 1) * width; at++) {
                double difference = output[at] - x[at];
                sum += difference * difference / (2 * variance);
                gradient[at] = difference / variance;
            }
            loss[i] = sum;
        }
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        System.arraycopy(output, 0, mean, 0, rows * width);
    }
}
