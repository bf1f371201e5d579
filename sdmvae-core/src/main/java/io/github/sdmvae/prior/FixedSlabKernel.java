/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** The fixed prior: {@code Σ[q ½(σ² + μ² - λ - 1) + (1-q) log((1-q)/(1-α)) + q log(q/α)]}. */
final class FixedSlabKernel extends SlabKernel {
    private final double alpha;

    FixedSlabKernel(CodeArrays arrays, double alpha) {
        super(arrays);
        this.alpha = alpha;
    }

    @Override
    void diverge(double scale) {
        for (int e = 0; e < entries; e++) {
            double q = slab[e];
            double gaussian = 0.5 * (variance[e] + mean[e] * mean[e] - logVariance[e] - 1);
            divergence[e] = q * gaussian + bernoulliDivergence(q, alpha);
            dMean[e] = scale * q * mean[e];
            dLogVariance[e] = scale * q * 0.5 * (variance[e] - 1);
            dSlab[e] = scale * (gaussian + bernoulliSlope(q, alpha));
        }
    }
}
