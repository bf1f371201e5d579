/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Prior;

/** The fixed prior: {@code Σ[q ½(σ² + μ² - λ - 1) + (1-q) log((1-q)/(1-α)) + q log(q/α)]}. */
final class HostSpikeAndSlab extends HostSlab {

    HostSpikeAndSlab(CodeTensors tensors) {
        super(tensors);
    }

    @Override
    void diverge(CodeRule rule, double scale) {
        double alpha = ((Prior.SpikeAndSlab) rule.prior()).alpha();
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
