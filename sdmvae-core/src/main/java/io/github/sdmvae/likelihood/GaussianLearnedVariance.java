/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;

/**
 * Gaussian with learned mean o and log-variance η, {@code ½(η + (x-o)²e^(-η))} (Sadeghi and Magron 2022, eq. 1). The
 * decoder's first n outputs are o, the next n are η.
 *
 * @param clamp η is limited to [-clamp, clamp], as for {@link ComplexGaussian}
 */
public record GaussianLearnedVariance(double clamp) implements Likelihood {
    static final String NAME = "gaussianLearnedVariance";

    /**
     * Checks the range.
     *
     * @param clamp η is limited to [-clamp, clamp], as for {@link ComplexGaussian}
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public GaussianLearnedVariance {
        Limits.requirePositive("clamp", clamp);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Limits.describe(Description.of(NAME), clamp);
    }

    @Override
    public int outputsPerValue() {
        return 2;
    }

    @Override
    public double constant(int width) {
        return 0.5 * width * Math.log(2 * Math.PI);
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            int start = 2 * i * width;
            for (int j = 0; j < width; j++) {
                double eta = output[start + width + j];
                double limited = Limits.limit(eta, clamp);
                double inverse = Math.exp(-limited);
                double difference = output[start + j] - x[i * width + j];
                double scaled = difference * difference * inverse;
                sum += 0.5 * (limited + scaled);
                gradient[start + j] = difference * inverse;
                gradient[start + width + j] = Limits.gradient(eta, 0.5 * (1 - scaled), clamp);
            }
            loss[i] = sum;
        }
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(output, 2 * i * width, mean, i * width, width);
        }
    }
}
