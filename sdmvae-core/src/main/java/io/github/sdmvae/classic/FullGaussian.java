/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.Arrays;

/** With any covariance, kept as its Cholesky factor. */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record FullGaussian(double[] mean, double[][] factor, double logNorm, int[] floored) implements Gaussian {
    static final int[] NOT_FLOORED = {};

    static FullGaussian of(String what, double[] mean, double[][] covariance, int[] floored) {
        double[][] factor = Matrices.cholesky(what, covariance);
        double logNorm = -0.5 * mean.length * LOG_TWO_PI;
        for (int i = 0; i < mean.length; i++) {
            logNorm -= StrictMath.log(factor[i][i]);
        }
        return new FullGaussian(mean, factor, logNorm, floored);
    }

    @Override
    public double[][] covariance() {
        double[] ones = new double[mean.length];
        Arrays.fill(ones, 1);
        return Matrices.compose(ones, factor);
    }

    @Override
    public double logDensity(double[] x, double[] scratch) {
        for (int j = 0; j < mean.length; j++) {
            scratch[j] = x[j] - mean[j];
        }
        Matrices.forwardSubstitute(factor, scratch, scratch);
        return logNorm - 0.5 * Matrices.squaredNorm(scratch);
    }

    @Override
    public void draw(double[] noise) {
        for (int i = noise.length - 1; i >= 0; i--) {
            double sum = mean[i];
            for (int j = 0; j <= i; j++) {
                sum += factor[i][j] * noise[j];
            }
            noise[i] = sum;
        }
    }

    @Override
    public Moments moments() {
        return new FullMoments(mean);
    }

    /** Sums of weights, differences from a centre, and their products (lower triangle). */
    static final class FullMoments implements Moments {
        private final double[] centre;
        private final double[] first;
        private final double[][] second;
        private final double[] difference;
        private double weight;

        FullMoments(double[] centre) {
            int d = centre.length;
            this.centre = centre;
            this.first = new double[d];
            this.second = new double[d][d];
            this.difference = new double[d];
        }

        @Override
        public double weight() {
            return weight;
        }

        @Override
        public void add(double w, double[] x) {
            weight += w;
            for (int i = 0; i < centre.length; i++) {
                difference[i] = x[i] - centre[i];
                double scaled = w * difference[i];
                first[i] += scaled;
                double[] row = second[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += scaled * difference[j];
                }
            }
        }

        @Override
        public Gaussian estimate(double floor) {
            double[] mean = centre.clone();
            Rows.addScaled(mean, first, 1 / weight);
            return lifted(mean, covariance(), floor);
        }

        /** About the mean of the rows, the sum of weights as divisor. */
        double[][] covariance() {
            int d = centre.length;
            double[][] covariance = new double[d][d];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] = (second[i][j] - first[i] * first[j] / weight) / weight;
                    covariance[j][i] = covariance[i][j];
                }
            }
            return covariance;
        }

        private static Gaussian lifted(double[] mean, double[][] covariance, double floor) {
            Matrices.Eigen eigen = Matrices.eigen(covariance);
            double[] values = eigen.values();
            if (values[values.length - 1] >= floor) {
                return of("covariance", mean, covariance, NOT_FLOORED);
            }
            double[] added = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                double lift = Math.max(0, floor - values[i]);
                for (int j = 0; j < added.length && lift > 0; j++) {
                    added[j] += lift * eigen.vectors()[j][i] * eigen.vectors()[j][i];
                }
                values[i] = Math.max(values[i], floor);
            }
            double[][] lifted = Matrices.compose(values, eigen.vectors());
            return of("covariance", mean, lifted, FloorAction.columns(added));
        }
    }
}
