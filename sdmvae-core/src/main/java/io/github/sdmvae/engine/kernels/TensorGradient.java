/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.InputGradient;

/**
 * An {@link InputGradient} whose ends are tensors, for kernels that work where the engine has its numbers: without a copy of the
 * output, which is the widest of all. Not thread-safe.
 */
public interface TensorGradient extends InputGradient {

    /**
     * What {@link #forward()} reads.
     *
     * @return B × {@link #inputSize()}, always the same
     */
    Tensor input();

    /**
     * What {@link #forward()} writes.
     *
     * @return B × {@link #outputSize()}, always the same
     */
    Tensor output();

    /**
     * What {@link #backward()} reads, and may overwrite.
     *
     * @return B × {@link #outputSize()}, always the same
     */
    Tensor outputGradient();

    /**
     * What {@link #backward()} writes.
     *
     * @return B × {@link #inputSize()}, always the same
     */
    Tensor inputGradient();

    /** From {@link #input()} to {@link #output()}. */
    void forward();

    /** From {@link #outputGradient()} to {@link #inputGradient()}, after {@link #forward()}. */
    void backward();
}
