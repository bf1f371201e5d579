/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of the likelihood kernels for B data points of n values, R draws each; draw r of data point i is row {@code
 * r·B + i} of the decoder's output. Not thread-safe.
 */
public final class LikelihoodTensors {
    private final KernelEngine engine;
    private final Tensor x;
    private final Tensor output;
    private final @Nullable Tensor dOutput;
    private final Tensor loss;
    private @Nullable Tensor mean;

    /**
     * Allocates the arrays.
     *
     * @param engine whose memory
     * @param rows B
     * @param samples R
     * @param width n
     * @param outputsPerValue decoder outputs per value of x
     */
    public LikelihoodTensors(KernelEngine engine, int rows, int samples, int width, int outputsPerValue) {
        this(
                engine,
                engine.allocate(rows, width),
                engine.allocate(rows * samples, width * outputsPerValue),
                engine.allocate(rows * samples, width * outputsPerValue));
    }

    LikelihoodTensors(KernelEngine engine, Tensor x, Tensor output, @Nullable Tensor dOutput) {
        this.engine = engine;
        this.x = x;
        this.output = output;
        this.dOutput = dOutput;
        this.loss = engine.allocate(output.rows(), 1);
    }

    /**
     * The data.
     *
     * @return B × n, input
     */
    public Tensor x() {
        return x;
    }

    /**
     * The decoder's output.
     *
     * @return RB × (outputsPerValue·n), input
     */
    public Tensor output() {
        return output;
    }

    /**
     * Gradient of the loss with respect to {@link #output()}.
     *
     * @return RB × (outputsPerValue·n)
     * @throws NullPointerException in a program without gradients
     */
    public Tensor dOutput() {
        return Objects.requireNonNull(dOutput, "no gradients were asked for");
    }

    /**
     * -log p(x|z) of every draw without its constant, nats.
     *
     * @return RB × 1
     */
    public Tensor loss() {
        return loss;
    }

    /**
     * Mean of p(x|z).
     *
     * @return RB × n, allocated when first asked for
     */
    public Tensor mean() {
        if (mean == null) {
            mean = engine.allocate(output.rows(), x.columns());
        }
        return mean;
    }
}
