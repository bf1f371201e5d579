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
 * @param coherence penalty on the coherence of a learned dictionary, zero without one and in validation
 */
public record LossTerms(double reconstruction, double divergence, double hyperprior, double beta, double coherence) {

    /**
     * Terms without a dictionary's penalty.
     *
     * @param reconstruction -log p(x|z) without its constant
     * @param divergence divergence between posterior and prior, before the weight β
     * @param hyperprior -log p(γ)
     * @param beta weight of divergence and hyperprior in the loss
     */
    public LossTerms(double reconstruction, double divergence, double hyperprior, double beta) {
        this(reconstruction, divergence, hyperprior, beta, 0);
    }

    /**
     * What training minimises.
     *
     * @return reconstruction + β (divergence + hyperprior) + coherence
     */
    public double loss() {
        return reconstruction + beta * (divergence + hyperprior) + coherence;
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
