/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of the likelihood kernels for B data points of n values, R draws each; draw r of data point i is row
 * {@code r·B + i} of the decoder's output. Not thread-safe.
 */
public final class LikelihoodTensors {
    private final Tensor x;
    private final Tensor output;
    private final Tensor dOutput;
    private final Tensor loss;
    private final Tensor mean;
    private @Nullable HostLikelihood host;

    /**
     * Allocates the arrays.
     *
     * @param engine whose memory
     * @param rows B
     * @param samples R
     * @param width n
     * @param outputsPerValue decoder outputs per value of x
     */
    public LikelihoodTensors(Engine engine, int rows, int samples, int width, int outputsPerValue) {
        this(engine, engine.allocate(rows, width), samples, outputsPerValue);
    }

    /**
     * Allocates the arrays for given data.
     *
     * @param engine whose memory
     * @param x B × n, the data, for instance a view of an encoder's larger input
     * @param samples R
     * @param outputsPerValue decoder outputs per value of x
     */
    public LikelihoodTensors(Engine engine, Tensor x, int samples, int outputsPerValue) {
        int rows = x.rows();
        int width = x.columns();
        this.x = x;
        this.output = engine.allocate(rows * samples, width * outputsPerValue);
        this.dOutput = engine.allocate(rows * samples, width * outputsPerValue);
        this.loss = engine.allocate(rows * samples, 1);
        this.mean = engine.allocate(rows * samples, width);
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
     */
    public Tensor dOutput() {
        return dOutput;
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
     * @return RB × n
     */
    public Tensor mean() {
        return mean;
    }

    HostLikelihood host() {
        if (host == null) {
            host = new HostLikelihood(this);
        }
        return host;
    }
}
