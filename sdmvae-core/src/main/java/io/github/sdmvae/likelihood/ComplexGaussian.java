/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;

/**
 * Zero-mean complex Gaussian for power spectrograms {@code x = |STFT|²}: the output is {@code η = log variance}, the term
 * {@code x·e^(-η) + η}, the Itakura-Saito divergence up to {@code log x + 1} (Sadeghi and Magron 2022, sec. 3.3). Stretches
 * of digital silence give x = 0, for which the term has no lower bound; hence floor and clamp. Data below zero is refused:
 * it is no power.
 *
 * @param floor smallest x inside the likelihood, at least 0 (0 turns it off)
 * @param clamp η is limited to [-clamp, clamp], above zero (infinity turns it off); the gradient is zero only where it
 *     would push further out
 */
public record ComplexGaussian(double floor, double clamp) implements Likelihood {
    static final String NAME = "complexGaussian";
    private static final Domain POWERS = new Domain(0, Float.MAX_VALUE, "powers, finite and at least 0");

    /**
     * Checks the ranges.
     *
     * @param floor smallest x inside the likelihood, at least 0 (0 turns it off)
     * @param clamp η is limited to [-clamp, clamp], above zero (infinity turns it off)
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public ComplexGaussian {
        if (!(floor >= 0) || Double.isInfinite(floor)) {
            throw new IllegalArgumentException("floor must be finite and at least 0, got " + floor);
        }
        Limits.requirePositive("clamp", clamp);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Limits.describe(Description.of(NAME).with("floor", floor), clamp);
    }

    @Override
    public Domain domain() {
        return POWERS;
    }

    @Override
    public double constant(int width) {
        return width * Math.log(Math.PI);
    }

    @Override
    public boolean isOfPower() {
        return true;
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int at = i * width; at < (i + 1) * width; at++) {
                double eta = output[at];
                double limited = Limits.limit(eta, clamp);
                double ratio = Math.max(x[at], floor) * Math.exp(-limited);
                sum += ratio + limited;
                gradient[at] = Limits.gradient(eta, 1 - ratio, clamp);
            }
            loss[i] = sum;
        }
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        for (int at = 0; at < rows * width; at++) {
            mean[at] = Math.exp(Limits.limit(output[at], clamp));
        }
    }
}
