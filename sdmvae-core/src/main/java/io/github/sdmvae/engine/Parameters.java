/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * A model's resident parameters in an engine's memory: values, and for training their gradient, Adam's moments and the
 * state of a shared γ update. Not thread-safe while a program trains on them.
 */
public interface Parameters extends AutoCloseable {

    /** What is held, one flat array each. */
    enum Store {
        /** The parameters themselves. */
        VALUES,
        /** Their gradient, as the last step left it; training only. */
        GRADIENT,
        /** Adam's running mean of the gradient; training only. */
        FIRST_MOMENT,
        /** Adam's running mean of its square; training only. */
        SECOND_MOMENT,
        /** k running means of μ² + σ² and their weight, of the shared γ update. */
        SHARED_GAMMA
    }

    /**
     * Number of values.
     *
     * @param store which
     * @return at least 1
     */
    int length(Store store);

    /**
     * Fills an array.
     *
     * @param store which
     * @param values as many as {@link #length}
     */
    void write(Store store, float[] values);

    /**
     * Fills an array in double precision.
     *
     * @param store which
     * @param values as many as {@link #length}; rounded where the engine computes in single precision
     */
    void write(Store store, double[] values);

    /**
     * Copies an array out.
     *
     * @param store which
     * @return a new array
     */
    float[] read(Store store);

    /**
     * Copies an array out in double precision.
     *
     * @param store which
     * @param target as many as {@link #length}
     */
    void read(Store store, double[] target);

    /** Frees the memory, where that is not the garbage collector's work. */
    @Override
    default void close() {}
}
