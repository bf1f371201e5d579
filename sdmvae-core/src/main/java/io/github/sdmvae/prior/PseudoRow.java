/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/** The posterior of a data point, with its divergence from components of the prior and the gradients of it. */
final class PseudoRow {
    private final double[] mean;
    private final double[] variance;
    private final double[] slab;
    private final double[] spike;
    /** log q - ½ (λ + 1), this point's part of the divergence of the slabs. */
    private final double[] own;

    private final double[] logSpike;
    private final double[] divergence;
    private final double[] dMean;
    private final double[] dLogVariance;
    private final double[] dSlab;
    private final double[] pull;
    private final double[] ratio;
    private final double[] inSlab;
    private final double[] inSpike;
    private final double[] terms;

    PseudoRow(int width) {
        mean = new double[width];
        variance = new double[width];
        slab = new double[width];
        spike = new double[width];
        own = new double[width];
        logSpike = new double[width];
        divergence = new double[width];
        dMean = new double[width];
        dLogVariance = new double[width];
        dSlab = new double[width];
        pull = new double[width];
        ratio = new double[width];
        inSlab = new double[width];
        inSpike = new double[width];
        terms = new double[width];
    }

    /** Takes over what the encoder says of the point, and clears the sums. */
    void read(double[] means, double[] variances, double[] logVariances, double[] slabs, int first) {
        int width = mean.length;
        System.arraycopy(means, first, mean, 0, width);
        System.arraycopy(variances, first, variance, 0, width);
        System.arraycopy(slabs, first, slab, 0, width);
        for (int j = 0; j < width; j++) {
            spike[j] = 1 - slab[j];
            own[j] = Math.log(slab[j]) - 0.5 * (logVariances[first + j] + 1);
            logSpike[j] = Math.log1p(-slab[j]);
        }
        Arrays.fill(divergence, 0);
        Arrays.fill(dMean, 0);
        Arrays.fill(dLogVariance, 0);
        Arrays.fill(dSlab, 0);
    }

    /**
     * KL(q ‖ q_u), whose share is added to the divergence, and the gradients of that share.
     *
     * @param u the component, whose gradients are added to
     * @param weight its share
     * @param scale factor of the gradients, the share included
     */
    double distance(PseudoComponent u, double weight, double scale) {
        compare(u.mean, u.precision);
        compareSlabs(u.constant, u.logSpike);
        addDivergence(weight);
        addOwnGradients(u.precision, scale);
        addGradients(u.dMean, u.dLogVariance, scale);
        addSlabGradient(u.inverseSlab, u.inverseSpike, u.dSlab, scale);
        double sum = 0;
        for (double term : terms) {
            sum += term;
        }
        return sum;
    }

    /** In two loops: of longer ones the JIT makes no vector instructions. */
    private void compare(double[] m, double[] precision) {
        for (int j = 0; j < mean.length; j++) {
            double difference = mean[j] - m[j];
            pull[j] = difference * precision[j];
            ratio[j] = variance[j] * precision[j] + difference * pull[j];
        }
    }

    private void compareSlabs(double[] constant, double[] logRest) {
        for (int j = 0; j < mean.length; j++) {
            inSlab[j] = 0.5 * ratio[j] + (own[j] + constant[j]);
            inSpike[j] = logSpike[j] - logRest[j];
        }
    }

    private void addDivergence(double weight) {
        for (int j = 0; j < mean.length; j++) {
            double term = slab[j] * inSlab[j] + spike[j] * inSpike[j];
            terms[j] = term;
            divergence[j] += weight * term;
        }
    }

    private void addOwnGradients(double[] precision, double scale) {
        double half = 0.5 * scale;
        for (int j = 0; j < mean.length; j++) {
            dMean[j] += scale * slab[j] * pull[j];
            dLogVariance[j] += half * slab[j] * (variance[j] * precision[j] - 1);
            dSlab[j] += scale * (inSlab[j] - inSpike[j]);
        }
    }

    private void addGradients(double[] toMean, double[] toLogVariance, double scale) {
        double half = 0.5 * scale;
        for (int j = 0; j < mean.length; j++) {
            toMean[j] -= scale * slab[j] * pull[j];
            toLogVariance[j] += half * slab[j] * (1 - ratio[j]);
        }
    }

    private void addSlabGradient(double[] inverseSlab, double[] inverseSpike, double[] toSlab, double scale) {
        for (int j = 0; j < mean.length; j++) {
            toSlab[j] += scale * (spike[j] * inverseSpike[j] - slab[j] * inverseSlab[j]);
        }
    }

    /** Adds divergence and gradients to those of the point's own entries. */
    void addTo(double[] total, double[] toMean, double[] toLogVariance, double[] toSlab, int first) {
        for (int j = 0; j < mean.length; j++) {
            total[first + j] += divergence[j];
            toMean[first + j] += dMean[j];
            toLogVariance[first + j] += dLogVariance[j];
            toSlab[first + j] += dSlab[j];
        }
    }
}
