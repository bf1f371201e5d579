/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.ArrayList;
import java.util.List;

/**
 * Weights and components of a mixture, and what follows from them for one row. Immutable.
 *
 * @param weights of sum 1
 * @param components in the units of {@code scale}
 * @param scale the units of means, covariances and of the rows to evaluate
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record MixtureDensity(double[] weights, Gaussian[] components, ColumnScale scale) {
    private static final double WEIGHT_SUM_TOLERANCE = 1e-6;

    /**
     * Of parameters from outside, which are checked and copied.
     *
     * @param weights one per component, at least 0, of sum 1 within 1e-6
     * @param means components × d, finite
     * @param covariances components × d × d, symmetric positive definite
     * @return in the units of the data
     * @throws IllegalArgumentException if sizes differ or a value is out of range
     */
    static MixtureDensity given(double[] weights, double[][] means, double[][][] covariances) {
        int d = means.length == 0 ? 0 : means[0].length;
        double[] shares = shares(Checks.copyOfVector("weights", weights, means.length));
        double[][] centres = Checks.copyOfMatrix("means", means, d);
        if (covariances.length != means.length) {
            throw new IllegalArgumentException(
                    "there must be as many covariances as means, got " + covariances.length + " and " + means.length);
        }
        Gaussian[] components = new Gaussian[means.length];
        for (int c = 0; c < components.length; c++) {
            components[c] = component("covariance of component " + c, centres[c], covariances[c]);
        }
        return new MixtureDensity(shares, components, ColumnScale.raw(d));
    }

    private static Gaussian component(String what, double[] mean, double[][] given) {
        double[][] covariance = Checks.copyOfMatrix(what, given, mean.length);
        Checks.requireSquare(what, covariance);
        Matrices.requireSymmetric(what, covariance);
        return FullGaussian.of(what, mean, covariance, FullGaussian.NOT_FLOORED);
    }

    /** Scales the weights to the sum 1, in place. */
    private static double[] shares(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            Checks.requireNonNegative("weights", weight);
            sum += weight;
        }
        if (!(Math.abs(sum - 1) <= WEIGHT_SUM_TOLERANCE)) {
            throw new IllegalArgumentException("weights must have the sum 1, got " + sum);
        }
        for (int c = 0; c < weights.length; c++) {
            weights[c] /= sum;
        }
        return weights;
    }

    int width() {
        return components[0].mean().length;
    }

    /**
     * The log-density of a row by log-sum-exp.
     *
     * @param x in the units of the scale
     * @param responsibilities receives p(component | x), one per component
     * @param scratch width values, overwritten
     * @return log p(x) in nats, in those units
     */
    double evaluate(double[] x, double[] responsibilities, double[] scratch) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] = StrictMath.log(weights[c]) + components[c].logDensity(x, scratch);
            largest = Math.max(largest, responsibilities[c]);
        }
        double sum = 0;
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] = StrictMath.exp(responsibilities[c] - largest);
            sum += responsibilities[c];
        }
        for (int c = 0; c < components.length; c++) {
            responsibilities[c] /= sum;
        }
        return largest + StrictMath.log(sum);
    }

    int pick(double uniform) {
        double sum = 0;
        int chosen = 0;
        for (int c = 0; c < weights.length && sum <= uniform; c++) {
            if (weights[c] > 0) {
                chosen = c;
                sum += weights[c];
            }
        }
        return chosen;
    }

    int floored() {
        int count = 0;
        for (Gaussian component : components) {
            count += component.floored().length > 0 ? 1 : 0;
        }
        return count;
    }

    List<FloorAction> floors() {
        List<FloorAction> floors = new ArrayList<>();
        for (int c = 0; c < components.length; c++) {
            if (components[c].floored().length > 0) {
                floors.add(FloorAction.of(c, components[c].floored()));
            }
        }
        return floors;
    }
}
