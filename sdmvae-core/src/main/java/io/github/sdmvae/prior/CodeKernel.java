/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * A prior's rule on the host: from heads and noise to codes and divergences, and back. The reference for every engine,
 * and the way that priors run on engines without kernels of their own for them. Not thread-safe.
 */
public interface CodeKernel {

    /**
     * What this batch adds to the state of a γ update that is shared over the data.
     *
     * @param totalRows data points of the whole batch, of which these may be a part
     * @param sums receives k values: μ² + σ² per entry, summed over these rows and divided by the total
     */
    default void moments(int totalRows, double[] sums) {
        throw new UnsupportedOperationException("this prior has no variances that could be shared");
    }

    /**
     * Draws codes, computes γ, divergence and hyperprior, and the divergence's part of the gradient.
     *
     * @param rule what to compute
     * @param pass numbers of this pass
     */
    void sample(CodeRule rule, CodePass pass);

    /**
     * Adds the reconstruction's part of the gradient to that of the heads, after {@link #sample}.
     */
    void backward();

    /**
     * {@code log q(a) - log p(a)} of a draw, after {@link #sample} with a sampled divergence.
     *
     * @param draw row of the code
     * @return nats
     */
    default double divergenceOf(int draw) {
        throw new UnsupportedOperationException("this prior's draws have no density");
    }

    /**
     * Replaces the divergence's gradient by one with a weight for every draw.
     *
     * @param scale factor on every draw
     * @param weights one per draw
     */
    default void weigh(double scale, double[] weights) {
        throw new UnsupportedOperationException("this prior's draws have no density");
    }
}
