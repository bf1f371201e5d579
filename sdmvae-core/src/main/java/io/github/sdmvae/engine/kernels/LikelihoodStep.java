/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/** The likelihood kernels of an engine for one likelihood and one set of {@link LikelihoodTensors}. Not thread-safe. */
public interface LikelihoodStep {

    /**
     * Computes -log p(x|z) per row, and its gradient: reads x and output; writes loss, and dOutput if the scale is not 0.
     *
     * @param gradientScale factor on the gradient, 1/(RB) in training, 0 for none
     */
    void evaluate(double gradientScale);

    /** Computes the mean of p(x|z): reads output, writes mean. */
    void mean();
}
