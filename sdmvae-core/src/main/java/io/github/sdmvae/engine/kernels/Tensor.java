/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * A row-major matrix in an engine's own memory, allocated once and reused. Not thread-safe; a tensor that nobody writes
 * may be read by kernels of several threads.
 */
public interface Tensor {

    /**
     * Number of rows.
     *
     * @return at least 1
     */
    int rows();

    /**
     * Number of columns.
     *
     * @return at least 1
     */
    int columns();

    /**
     * Number of values.
     *
     * @return rows · columns
     */
    default int length() {
        return rows() * columns();
    }

    /**
     * Fills the tensor from an array.
     *
     * @param source holds {@link #length()} values from the offset on
     * @param offset index of the first value
     */
    void write(float[] source, int offset);

    /**
     * Fills the tensor from an array.
     *
     * @param source holds {@link #length()} values; rounded where the engine computes in single precision
     */
    void write(double[] source);

    /**
     * Copies the tensor into an array.
     *
     * @param target has room for {@link #length()} values from the offset on
     * @param offset index of the first value
     */
    void read(float[] target, int offset);

    /**
     * Copies the tensor into an array.
     *
     * @param target has room for {@link #length()} values
     */
    void read(double[] target);

    /**
     * A matrix over a stretch of this tensor's values, sharing its memory.
     *
     * @param first index of the first value
     * @param rows rows of the view
     * @param columns columns of the view
     * @return the view
     */
    Tensor view(int first, int rows, int columns);

    /** Gives the memory back, where that is not the garbage collector's work; neither the tensor nor its views are used after. */
    default void free() {}
}
