/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.prior.CodePass;

/** The code kernels of an engine for one rule and one set of {@link CodeTensors}. Not thread-safe. */
public interface CodeStep {

    /**
     * What this batch adds to the state of a shared γ.
     *
     * @param totalRows data points of the whole batch, of which these may be a part
     * @return k values that are summed over the workers and go to {@link #share}
     */
    double[] moments(int totalRows);

    /**
     * Takes a batch into the shared γ.
     *
     * @param moments summed over the workers
     * @param totalRows data points of the whole batch
     */
    void share(double[] moments, int totalRows);

    /**
     * Draws codes and computes γ, divergence and hyperprior, and the divergence's part of the gradient: reads heads, noise
     * and shared γ; writes code, γ, divergence, hyperprior and dHeads.
     *
     * @param pass numbers of this pass
     */
    void sample(CodePass pass);

    /** Adds the reconstruction's part of the gradient, after {@link #sample}: reads dCode, changes dHeads. */
    void backward();

    /**
     * {@code log q(a) - log p(a)} of a draw.
     *
     * @param draw row of the code
     * @return nats
     */
    double divergenceOf(int draw);

    /**
     * Replaces the divergence's gradient by one with a weight for every draw: changes dHeads.
     *
     * @param scale factor on every draw
     * @param weights one per draw
     */
    void weigh(double scale, double[] weights);
}
