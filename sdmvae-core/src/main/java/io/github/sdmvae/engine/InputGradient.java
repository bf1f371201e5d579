/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * One half of a model and its gradient with respect to the input, without gradients of the weights: what enhancement and
 * point estimates need. Not thread-safe.
 */
public interface InputGradient extends AutoCloseable {

    /** Which half. */
    enum Half {
        /** From data, B × n, to heads, B × {@code headColumns}. */
        ENCODER,
        /** From codes, B × k, to the decoder's output, B × outputs. */
        DECODER
    }

    /**
     * B.
     *
     * @return rows per batch
     */
    int rows();

    /**
     * Values per row of the input.
     *
     * @return n or k
     */
    int inputSize();

    /**
     * Values per row of the output.
     *
     * @return columns of heads or output
     */
    int outputSize();

    /**
     * How many rows are frames, of a sequence that is shorter than the program has room for; at first all are. What is in the
     * rows behind changes nothing, and their gradients are zero.
     *
     * @param count frames, 1 to {@link #rows()}
     * @throws UnsupportedOperationException if rows stand alone
     */
    default void frames(int count) {
        throw new UnsupportedOperationException("the rows of this model are no frames of a sequence");
    }

    /**
     * Runs forward.
     *
     * @param input B × {@link #inputSize()}
     * @param output receives B × {@link #outputSize()}
     */
    void forward(float[] input, float[] output);

    /**
     * Runs backward, after {@link #forward(float[], float[])}.
     *
     * @param outputGradient B × {@link #outputSize()}
     * @param inputGradient receives B × {@link #inputSize()}
     */
    void backward(float[] outputGradient, float[] inputGradient);

    /**
     * Runs forward between arrays of double precision; rounded where the engine computes in single precision.
     *
     * @param input B × {@link #inputSize()}
     * @param output receives B × {@link #outputSize()}
     */
    default void forward(double[] input, double[] output) {
        float[] result = new float[output.length];
        forward(DoubleArrays.rounded(input), result);
        DoubleArrays.widen(result, output);
    }

    /**
     * Runs backward between arrays of double precision; rounded where the engine computes in single precision.
     *
     * @param outputGradient B × {@link #outputSize()}
     * @param inputGradient receives B × {@link #inputSize()}
     */
    default void backward(double[] outputGradient, double[] inputGradient) {
        float[] result = new float[inputGradient.length];
        backward(DoubleArrays.rounded(outputGradient), result);
        DoubleArrays.widen(result, inputGradient);
    }

    /** Frees the arrays, where that is not the garbage collector's work. */
    @Override
    default void close() {}
}
