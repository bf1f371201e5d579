/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * The product that a recurrent layer asks for at every frame, {@code C = A W} or {@code C = A Wᵀ} with few rows in A and the same
 * W: what an engine may prepare once for a whole sequence. Not thread-safe.
 */
public interface StateProduct {

    /** Takes the weight as it is now; before the first product of a pass. */
    default void prepare() {}

    /**
     * The product.
     *
     * @param a B × inner
     * @param c receives B × outer
     */
    void multiply(Tensor a, Tensor c);
}
