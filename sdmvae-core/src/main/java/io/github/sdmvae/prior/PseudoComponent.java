/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/**
 * The posterior of a pseudo-input as a component of the prior, with the sums of its gradients over data points. Arrays of its own,
 * all from index 0 on, as the JIT turns loops over one index into vector instructions; and reciprocals, since every point asks
 * for them.
 */
final class PseudoComponent {
    final double[] mean;
    final double[] precision;
    /** ½ λ - log q, this component's part of the divergence of the slabs. */
    final double[] constant;

    final double[] logSpike;
    final double[] inverseSlab;
    final double[] inverseSpike;
    final double[] dMean;
    final double[] dLogVariance;
    final double[] dSlab;

    PseudoComponent(int width) {
        mean = new double[width];
        precision = new double[width];
        constant = new double[width];
        logSpike = new double[width];
        inverseSlab = new double[width];
        inverseSpike = new double[width];
        dMean = new double[width];
        dLogVariance = new double[width];
        dSlab = new double[width];
    }

    /** Takes over what the encoder says of the pseudo-input, and clears the sums. */
    void read(double[] means, double[] variances, double[] logVariances, double[] slabs, int first) {
        int width = mean.length;
        System.arraycopy(means, first, mean, 0, width);
        for (int j = 0; j < width; j++) {
            precision[j] = 1 / variances[first + j];
            inverseSlab[j] = 1 / slabs[first + j];
            inverseSpike[j] = 1 / (1 - slabs[first + j]);
            constant[j] = 0.5 * logVariances[first + j] - Math.log(slabs[first + j]);
            logSpike[j] = Math.log1p(-slabs[first + j]);
        }
        Arrays.fill(dMean, 0);
        Arrays.fill(dLogVariance, 0);
        Arrays.fill(dSlab, 0);
    }

    /** Adds the sums to the gradients of the pseudo-input's own heads. */
    void addGradients(double[] toMean, double[] toLogVariance, double[] toSlab, int first) {
        for (int j = 0; j < mean.length; j++) {
            toMean[first + j] += dMean[j];
            toLogVariance[first + j] += dLogVariance[j];
            toSlab[first + j] += dSlab[j];
        }
    }
}
