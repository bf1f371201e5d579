/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.prior.CodeShape;

/**
 * The arrays of the code kernels for B data points, R draws each and codes of k entries. Draw r of data point i is row
 * {@code r·B + i}. Not thread-safe.
 */
public final class CodeTensors {
    private final CodeShape shape;
    private final int rows;
    private final int samples;
    private final Tensor heads;
    private final Tensor dHeads;
    private final Tensor noise;
    private final Tensor code;
    private final Tensor dCode;
    private final Tensor gamma;
    private final Tensor divergence;
    private final Tensor hyperprior;
    private final Tensor sharedGamma;

    /**
     * Allocates the arrays that a prior asks for.
     *
     * @param engine whose memory
     * @param shape the prior's
     * @param rows B
     * @param samples R
     * @param sharedGamma 1 × (k+1): the running mean of μ² + σ² per entry, and last the weight gathered so far; zeros at
     *     first
     */
    public CodeTensors(KernelEngine engine, CodeShape shape, int rows, int samples, Tensor sharedGamma) {
        this(
                engine,
                shape,
                rows,
                samples,
                sharedGamma,
                engine.allocate(rows + shape.pseudoRows(), shape.headColumns()),
                engine.allocate(rows + shape.pseudoRows(), shape.headColumns()));
    }

    /**
     * Allocates the arrays that a prior asks for, between others that are there.
     *
     * @param engine whose memory
     * @param shape the prior's
     * @param rows B
     * @param samples R
     * @param sharedGamma as above
     * @param heads the encoder's output
     * @param dHeads gradient with respect to it
     */
    public CodeTensors(
            KernelEngine engine,
            CodeShape shape,
            int rows,
            int samples,
            Tensor sharedGamma,
            Tensor heads,
            Tensor dHeads) {
        int width = shape.width();
        this.shape = shape;
        this.rows = rows;
        this.samples = samples;
        this.heads = heads;
        this.dHeads = dHeads;
        this.noise = engine.allocate(rows * samples, shape.noiseColumns());
        this.code = engine.allocate(rows * samples, width);
        this.dCode = engine.allocate(rows * samples, width);
        this.gamma = engine.allocate(rows, width);
        this.divergence = engine.allocate(rows, width);
        this.hyperprior = engine.allocate(rows, width);
        this.sharedGamma = sharedGamma;
    }

    /**
     * What the prior asked for.
     *
     * @return its shape
     */
    public CodeShape shape() {
        return shape;
    }

    /**
     * B, data points.
     *
     * @return at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * R, draws per data point.
     *
     * @return at least 1
     */
    public int samples() {
        return samples;
    }

    /**
     * The encoder's output, B × 2k: μ in the first k columns, λ = log σ² in the next. Autoencoders have μ alone; spike and
     * slab has a third k columns, and with pseudo-inputs a row for each behind the data's and a column of logits for each.
     *
     * @return input of the kernels
     */
    public Tensor heads() {
        return heads;
    }

    /**
     * Gradient of the loss with respect to {@link #heads()}.
     *
     * @return shaped like the heads
     */
    public Tensor dHeads() {
        return dHeads;
    }

    /**
     * ε, and for spike and slab u in the next k columns.
     *
     * @return RB × k or RB × 2k, input
     */
    public Tensor noise() {
        return noise;
    }

    /**
     * The draws, a = μ + σ ⊙ ε.
     *
     * @return RB × k
     */
    public Tensor code() {
        return code;
    }

    /**
     * Gradient of the reconstruction term with respect to {@link #code()}.
     *
     * @return RB × k
     */
    public Tensor dCode() {
        return dCode;
    }

    /**
     * γ of every data point; ones for a standard normal prior, meaningless for priors that are not Gaussian.
     *
     * @return B × k
     */
    public Tensor gamma() {
        return gamma;
    }

    /**
     * Divergence per entry, nats.
     *
     * @return B × k
     */
    public Tensor divergence() {
        return divergence;
    }

    /**
     * -log p(γ) per entry, nats; zeros without a hyperprior.
     *
     * @return B × k
     */
    public Tensor hyperprior() {
        return hyperprior;
    }

    /**
     * State of the shared γ update.
     *
     * @return 1 × (k+1)
     */
    public Tensor sharedGamma() {
        return sharedGamma;
    }
}
