/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * The arrays of a prior's rule on the host, row-major, in double precision: for B data points (and U pseudo-inputs
 * behind them in the heads), R draws each, codes of k entries. Draw r of data point i is row {@code r·B + i}. Allocated
 * once; not thread-safe.
 *
 * <p>An engine without kernels of its own for a prior copies heads and noise in, lets the {@link CodeKernel} run, and
 * copies code, γ, divergence, hyperprior and the heads' gradient out.
 */
public final class CodeArrays {
    private final CodeShape shape;
    private final int rows;
    private final int samples;
    private final double[] heads;
    private final double[] dHeads;
    private final double[] noise;
    private final double[] code;
    private final double[] dCode;
    private final double[] gamma;
    private final double[] divergence;
    private final double[] hyperprior;
    private final double[] sharedGamma;

    /**
     * Allocates.
     *
     * @param shape the prior's
     * @param rows B
     * @param samples R
     */
    public CodeArrays(CodeShape shape, int rows, int samples) {
        this.shape = shape;
        this.rows = rows;
        this.samples = samples;
        int width = shape.width();
        heads = new double[(rows + shape.pseudoRows()) * shape.headColumns()];
        dHeads = new double[heads.length];
        noise = new double[rows * samples * shape.noiseColumns()];
        code = new double[rows * samples * width];
        dCode = new double[code.length];
        gamma = new double[rows * width];
        divergence = new double[rows * width];
        hyperprior = new double[rows * width];
        sharedGamma = new double[width + 1];
    }

    /**
     * The prior's shape.
     *
     * @return as given
     */
    public CodeShape shape() {
        return shape;
    }

    /**
     * B.
     *
     * @return data points
     */
    public int rows() {
        return rows;
    }

    /**
     * R.
     *
     * @return draws per data point
     */
    public int samples() {
        return samples;
    }

    /**
     * The encoder's output.
     *
     * @return (B+U) × {@link CodeShape#headColumns()}, input
     */
    public double[] heads() {
        return heads;
    }

    /**
     * Gradient of the loss with respect to the heads.
     *
     * @return shaped like the heads
     */
    public double[] dHeads() {
        return dHeads;
    }

    /**
     * Random numbers.
     *
     * @return RB × {@link CodeShape#noiseColumns()}, input
     */
    public double[] noise() {
        return noise;
    }

    /**
     * The draws.
     *
     * @return RB × k
     */
    public double[] code() {
        return code;
    }

    /**
     * Gradient of the reconstruction term with respect to the draws.
     *
     * @return RB × k, input of the backward pass
     */
    public double[] dCode() {
        return dCode;
    }

    /**
     * γ; ones for a standard normal prior, meaningless where the prior is not Gaussian.
     *
     * @return B × k
     */
    public double[] gamma() {
        return gamma;
    }

    /**
     * Divergence per entry, nats.
     *
     * @return B × k
     */
    public double[] divergence() {
        return divergence;
    }

    /**
     * -log p(γ) per entry, nats.
     *
     * @return B × k
     */
    public double[] hyperprior() {
        return hyperprior;
    }

    /**
     * State of the shared γ update: k running means of μ² + σ² and their weight.
     *
     * @return k + 1 values, in and out
     */
    public double[] sharedGamma() {
        return sharedGamma;
    }
}
