/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import org.jspecify.annotations.Nullable;

/**
 * The arrays of the code kernels for B data points, R draws each and codes of k entries. Draw r of data point i is row
 * {@code r·B + i}. Not thread-safe.
 */
public final class CodeTensors {
    private final CodeShape shape;
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
    private @Nullable HostCode host;
    private @Nullable CpuSlab slab;

    /**
     * Allocates the arrays of a prior with μ and λ.
     *
     * @param engine whose memory
     * @param rows B
     * @param width k
     * @param samples R
     * @param sharedGamma 1 × (k+1): the running mean of μ² + σ² per entry, and last the weight gathered so far; kept
     *     by {@link io.github.sdmvae.objective.GammaUpdate.Shared}, zeros at first
     */
    public CodeTensors(Engine engine, int rows, int width, int samples, Tensor sharedGamma) {
        this(engine, new CodeShape(width, 2, 1, 0), rows, samples, sharedGamma);
    }

    /**
     * Allocates the arrays that a prior asks for.
     *
     * @param engine whose memory
     * @param shape the prior's
     * @param rows B
     * @param samples R
     * @param sharedGamma 1 × (k+1), as above
     */
    public CodeTensors(Engine engine, CodeShape shape, int rows, int samples, Tensor sharedGamma) {
        int width = shape.width();
        this.shape = shape;
        this.samples = samples;
        this.heads = engine.allocate(rows + shape.pseudoRows(), shape.headColumns());
        this.dHeads = engine.allocate(rows + shape.pseudoRows(), shape.headColumns());
        this.noise = engine.allocate(rows * samples, shape.noiseColumns());
        this.code = engine.allocate(rows * samples, width);
        this.dCode = engine.allocate(rows * samples, width);
        this.gamma = engine.allocate(rows, width);
        this.divergence = engine.allocate(rows, width);
        this.hyperprior = engine.allocate(rows, width);
        this.sharedGamma = sharedGamma;
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
     * γ of every data point; ones for a standard normal prior, meaningless for a custom one.
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

    /** The fused kernels of spike and slab, at a rule's slope. */
    CpuSlab slab(CodeRule rule) {
        slab = new CpuSlab(this, rule.slope());
        return slab;
    }

    @Nullable
    CpuSlab slab() {
        return slab;
    }

    CodeShape shape() {
        return shape;
    }

    HostCode host() {
        if (host == null) {
            host = HostCode.of(this);
        }
        return host;
    }
}
