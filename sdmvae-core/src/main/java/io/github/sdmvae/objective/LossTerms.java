/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.objective;

/**
 * The negative evidence lower bound by term, in nats per data point: sums over values and code entries, mean over data
 * points.
 *
 * @param reconstruction -log p(x|z) without its constant
 * @param divergence divergence between posterior and prior, before the weight β
 * @param hyperprior -log p(γ), zero unless the γ update has a hyperprior
 * @param beta weight of divergence and hyperprior in the loss
 */
public record LossTerms(double reconstruction, double divergence, double hyperprior, double beta) {

    /**
     * What training minimises.
     *
     * @return reconstruction + β (divergence + hyperprior)
     */
    public double loss() {
        return reconstruction + beta * (divergence + hyperprior);
    }

    /**
     * Whether every term is a finite number.
     *
     * @return false if a term is NaN or infinite
     */
    public boolean isFinite() {
        return Double.isFinite(loss());
    }
}
