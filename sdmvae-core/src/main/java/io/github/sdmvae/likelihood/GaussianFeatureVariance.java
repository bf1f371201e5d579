/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.Description;
import java.util.Arrays;

/**
 * Gaussian with one learned variance for every feature, the same for all data points, {@code ½(log σ_j² + (x-o)²/σ_j²)},
 * under an inverse-Gamma prior {@code σ_j² ~ InverseGamma(ν/2, νξ/2)}, whose term of the loss is {@code scale · Σ_j [(ν/2 + 1)
 * log σ_j² + νξ/(2σ_j²)]} (Moran, Sridhar, Wang and Blei 2022). To its kernels it is a {@link GaussianLearnedVariance}
 * whose second n outputs are the same in every row; log σ² is limited to ±30.
 *
 * @param nu ν, finite and at least 0; 0 for no prior
 * @param xi ξ, finite and above 0: about where the prior puts σ²
 * @param scale of the prior, finite and above 0; 0 for 1/N, N the number of training rows, as the model has it
 */
public record GaussianFeatureVariance(double nu, double xi, double scale) implements Likelihood {
    static final String NAME = "gaussianFeatureVariance";
    /** The 10 % quantile of χ² with 3 degrees of freedom. */
    private static final double CHI_SQUARE = 0.584374;

    private static final GaussianLearnedVariance BY_POINT = new GaussianLearnedVariance(30);

    /**
     * Checks the ranges.
     *
     * @param nu ν, finite and at least 0; 0 for no prior
     * @param xi ξ, finite and above 0
     * @param scale of the prior, finite and at least 0
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public GaussianFeatureVariance {
        Limits.requirePositive("xi", xi);
        if (!(nu >= 0) || !(scale >= 0) || Double.isInfinite(nu + xi + scale)) {
            throw new IllegalArgumentException("nu, xi and scale must be finite and nu and scale at least 0, got " + nu
                    + ", " + xi + " and " + scale);
        }
    }

    /**
     * The published choice of ξ: {@code s² χ²₃(0.1) / 3} with s the 5 % quantile of the features' standard deviations.
     *
     * @param data rows × n, at least one row
     * @return ξ
     * @throws IllegalArgumentException if a twentieth of the features or more does not vary: then set ξ
     */
    public static double xi(float[][] data) {
        double[] deviations = new double[data[0].length];
        for (int j = 0; j < deviations.length; j++) {
            double sum = 0;
            double squares = 0;
            for (float[] row : data) {
                sum += row[j];
                squares += (double) row[j] * row[j];
            }
            double mean = sum / data.length;
            deviations[j] = Math.sqrt(Math.max(0, squares / data.length - mean * mean));
        }
        Arrays.sort(deviations);
        double s = deviations[(int) (0.05 * (deviations.length - 1))];
        if (!(s > 0)) {
            throw new IllegalArgumentException("the 5 % quantile of the features' standard deviations is " + s
                    + ": leave out features that do not vary, or set xi");
        }
        return s * s * CHI_SQUARE / 3;
    }

    @Override
    public Likelihood forTrainingRows(int rows) {
        return scale == 0 ? new GaussianFeatureVariance(nu, xi, 1.0 / rows) : this;
    }

    @Override
    public GaussianFeatureVariance featureVariance() {
        return this;
    }

    /**
     * The likelihood that computes with it.
     *
     * @return with two outputs per value
     */
    public GaussianLearnedVariance byPoint() {
        return BY_POINT;
    }

    /**
     * The prior's term of the loss.
     *
     * @param logVariance log σ², n values
     * @return without its constant
     */
    public double penalty(double[] logVariance) {
        double sum = 0;
        for (double v : logVariance) {
            sum += nu == 0 ? 0 : (nu / 2 + 1) * v + nu * xi / 2 * Math.exp(-v);
        }
        return nu == 0 ? 0 : knownScale() * sum;
    }

    /**
     * Its derivative.
     *
     * @param v log σ² of a feature
     * @return with respect to v
     */
    public double derivative(double v) {
        return nu == 0 ? 0 : knownScale() * (nu / 2 + 1 - nu * xi / 2 * Math.exp(-v));
    }

    private double knownScale() {
        if (scale == 0) {
            throw new IllegalStateException("the scale of the variances' prior is one over the number of training rows,"
                    + " which is not known here: train with a Trainer, or say ModelDefinition.forTrainingRows(...)");
        }
        return scale;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("nu", nu).with("xi", xi).with("scale", scale);
    }

    @Override
    public int outputsPerValue() {
        return BY_POINT.outputsPerValue();
    }

    @Override
    public double constant(int width) {
        return BY_POINT.constant(width);
    }

    @Override
    public void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient) {
        BY_POINT.evaluate(rows, width, x, output, loss, gradient);
    }

    @Override
    public void mean(int rows, int width, double[] output, double[] mean) {
        BY_POINT.mean(rows, width, output, mean);
    }
}
