/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/**
 * What a {@link TimeRule} computes, each array with the indices of {@link CodeSequences}; zero where there is no frame.
 * Gradients are of the divergence and the hyperprior together, not yet scaled.
 *
 * @param gamma prior variance: γ, or what the transition predicts
 * @param divergence nats per entry
 * @param hyperprior nats per entry
 * @param dMean with respect to μ
 * @param dLogVariance with respect to λ
 * @param dPredictedMean with respect to m
 * @param dPredictedVariance with respect to v
 */
@SuppressWarnings("ArrayRecordComponent") // views of the library's own arrays, never compared
public record TimeTerms(
        double[] gamma,
        double[] divergence,
        double[] hyperprior,
        double[] dMean,
        double[] dLogVariance,
        double[] dPredictedMean,
        double[] dPredictedVariance) {

    /**
     * Arrays of zeros.
     *
     * @param length of each
     * @return new arrays
     */
    public static TimeTerms allocate(int length) {
        return new TimeTerms(
                new double[length],
                new double[length],
                new double[length],
                new double[length],
                new double[length],
                new double[length],
                new double[length]);
    }

    /** Fills all arrays with zeros. */
    public void clear() {
        for (double[] array :
                new double[][] {gamma, divergence, hyperprior, dMean, dLogVariance, dPredictedMean, dPredictedVariance
                }) {
            Arrays.fill(array, 0);
        }
    }

    /** KL of N(μ, σ²) from N(m, v) for one entry, and its gradients, v held fixed. */
    void gaussian(CodeSequences codes, int e, double m, double v) {
        double variance = codes.variance(e);
        double off = codes.mean()[e] - m;
        gamma[e] = v;
        divergence[e] = 0.5 * (Math.log(v) - codes.logVariance()[e] + (variance + off * off) / v - 1);
        dMean[e] = off / v;
        dLogVariance[e] = 0.5 * (variance / v - 1);
    }
}
