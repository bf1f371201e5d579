/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.objective.LossTerms;

/**
 * A model compiled for one batch shape. First data, noise or codes are staged, then parts or all of the model run, then
 * results are read. Arrays are allocated once. Not thread-safe.
 *
 * <p>Data outside the likelihood's domain, NaN included, is refused when it is staged, naming row and column; a source's rows
 * are checked when they are first staged.
 */
public interface Program extends AutoCloseable {

    /** What a program has computed. Rows are data points (B) or draws (RB; draw r of data point i is row r·B + i). */
    enum Result {
        /** The encoder's output, (B + pseudo-inputs) × heads: μ, λ, slab numbers, logits. */
        HEADS,
        /** Draws, RB × k. */
        CODE,
        /** z = D a, RB × m. */
        LATENT,
        /** The decoder's output, RB × outputs. */
        OUTPUT,
        /** Mean of p(x|z), RB × n. */
        MEAN,
        /** γ, B × k; ones for a standard normal prior, meaningless for priors that are not Gaussian. */
        GAMMA,
        /** Divergence per entry, B × k, nats. */
        DIVERGENCE
    }

    /**
     * B.
     *
     * @return data points per batch
     */
    int rows();

    /**
     * R.
     *
     * @return draws per data point
     */
    int samples();

    /**
     * The memory of a batch's arrays; the parameters, which programs share, are not in it.
     *
     * @return bytes
     */
    long bytes();

    /**
     * Stages data.
     *
     * @param source of rows of n values
     * @param numbers of rows
     * @param first index in the numbers of the first of B rows
     * @throws IllegalArgumentException if a value is outside the likelihood's domain, naming row, column and value
     */
    void stage(FrameSource source, int[] numbers, int first);

    /**
     * Stages data.
     *
     * @param x B × n, copied
     * @param firstRow number of the first row, for messages
     * @throws IllegalArgumentException if a value is outside the likelihood's domain, naming row, column and value
     */
    void stage(float[] x, int firstRow);

    /**
     * Stages data in double precision, unchecked: for comparisons with worked cases.
     *
     * @param x B × n
     */
    void stage(double[] x);

    /**
     * Stages how many frames each sequence of a model of time has, before data or codes that come as arrays; at first all
     * frames are in use.
     *
     * @param lengths B numbers from 0 to T
     * @throws UnsupportedOperationException if rows stand alone
     */
    default void stageLengths(int... lengths) {
        throw new UnsupportedOperationException("the rows of this model are no frames of sequences");
    }

    /**
     * Puts the recurrent layers of a {@linkplain BatchShape#carried carried} program back to their start.
     *
     * @throws UnsupportedOperationException if there are none
     */
    default void restart() {
        throw new UnsupportedOperationException("this program carries no state");
    }

    /**
     * What the prior of a model of time says of a code from the one before, in a {@linkplain BatchShape#live live} program of one
     * frame; priors that read all codes before go on from call to call.
     *
     * @param before k values, zeros for the first frame
     * @return mean and variance, k values each; ones for a variance that is not predicted
     * @throws UnsupportedOperationException if nothing is predicted
     */
    default double[][] predict(double[] before) {
        throw new UnsupportedOperationException("the prior of this model predicts nothing");
    }

    /**
     * Stages the random numbers of the draws.
     *
     * @param noise which
     */
    void stage(Noise noise);

    /**
     * Stages given random numbers: for comparisons with worked cases.
     *
     * @param noise RB × columns
     */
    void stageNoise(double[] noise);

    /**
     * Stages codes instead of data, for {@link #decode}.
     *
     * @param codes RB × k
     */
    void stageCodes(float[] codes);

    /** Data → heads. */
    void encode();

    /**
     * Heads and noise → codes, γ, divergence.
     *
     * @param values relaxation and β
     */
    void draw(StepValues values);

    /** Codes → z → output → mean of p(x|z). */
    void decode();

    /**
     * Data and noise → loss, the shared γ left as it is.
     *
     * @param values relaxation and β
     * @return the terms, mean over data points
     */
    LossTerms evaluate(StepValues values);

    /**
     * The negative importance-weighted bound of every data point, without the likelihood's constant, for an objective with
     * importance weights; β = 1.
     *
     * @param values relaxation
     * @return B values, nats
     */
    double[] bounds(StepValues values);

    /**
     * Number of values of a result.
     *
     * @param result which
     * @return rows times columns
     */
    int length(Result result);

    /**
     * Copies a result out.
     *
     * @param result which
     * @param target receives {@link #length} values
     */
    void read(Result result, float[] target);

    /**
     * Copies a result out in double precision.
     *
     * @param result which
     * @param target receives {@link #length} values
     */
    void read(Result result, double[] target);

    /** Frees the arrays, where that is not the garbage collector's work. */
    @Override
    default void close() {}
}
