/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/** What a prior of codes in time predicts of a frame's code from the codes before, and how. */
public enum Transition {
    /** Nothing. */
    NONE(false, false),
    /** Mean and variance from the last code by a gated transition (Krishnan, Shalit and Sontag 2017, sec. 4). */
    GATED(true, true),
    /** The mean alone, likewise. */
    GATED_MEAN(true, false),
    /** The variance of a mean of zero, by a dense layer over the last code. */
    ANCHOR(false, true),
    /** The same by a recurrent layer over all codes before. */
    RECURRENT_ANCHOR(false, true);

    private final boolean predictsMean;
    private final boolean predictsVariance;

    Transition(boolean predictsMean, boolean predictsVariance) {
        this.predictsMean = predictsMean;
        this.predictsVariance = predictsVariance;
    }

    /**
     * Whether a mean is predicted.
     *
     * @return false if it is zero
     */
    public boolean predictsMean() {
        return predictsMean;
    }

    /**
     * Whether a variance is predicted.
     *
     * @return false if nothing is said of it
     */
    public boolean predictsVariance() {
        return predictsVariance;
    }
}
