/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.stream.IntStream;

/** With a diagonal covariance, kept as variances. */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record DiagonalGaussian(double[] mean, double[] variance, double logNorm, int[] floored) implements Gaussian {

    static DiagonalGaussian of(double[] mean, double[] variance, int[] floored) {
        double logNorm = -0.5 * mean.length * LOG_TWO_PI;
        for (double v : variance) {
            logNorm -= 0.5 * StrictMath.log(v);
        }
        return new DiagonalGaussian(mean, variance, logNorm, floored);
    }

    @Override
    public double[][] covariance() {
        double[][] covariance = new double[mean.length][mean.length];
        for (int j = 0; j < mean.length; j++) {
            covariance[j][j] = variance[j];
        }
        return covariance;
    }

    @Override
    public double logDensity(double[] x, double[] scratch) {
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
            double difference = x[j] - mean[j];
            sum += difference * difference / variance[j];
        }
        return logNorm - 0.5 * sum;
    }

    @Override
    public void draw(double[] noise) {
        for (int j = 0; j < noise.length; j++) {
            noise[j] = mean[j] + Math.sqrt(variance[j]) * noise[j];
        }
    }

    @Override
    public Moments moments() {
        return new DiagonalMoments(mean);
    }

    /** Sums of weights, differences from a centre, and their squares. */
    static final class DiagonalMoments implements Moments {
        private final double[] centre;
        private final double[] first;
        private final double[] second;
        private double weight;

        DiagonalMoments(double[] centre) {
            this.centre = centre;
            this.first = new double[centre.length];
            this.second = new double[centre.length];
        }

        @Override
        public double weight() {
            return weight;
        }

        @Override
        public void add(double w, double[] x) {
            weight += w;
            for (int j = 0; j < centre.length; j++) {
                double difference = x[j] - centre[j];
                first[j] += w * difference;
                second[j] += w * difference * difference;
            }
        }

        @Override
        public Gaussian estimate(double floor) {
            double[] mean = new double[centre.length];
            double[] variance = new double[centre.length];
            for (int j = 0; j < centre.length; j++) {
                double shift = first[j] / weight;
                mean[j] = centre[j] + shift;
                double estimate = second[j] / weight - shift * shift;
                variance[j] = Math.max(estimate, floor);
            }
            int[] floored = IntStream.range(0, variance.length)
                    .filter(j -> variance[j] <= floor)
                    .toArray();
            return of(mean, variance, floored);
        }
    }
}
