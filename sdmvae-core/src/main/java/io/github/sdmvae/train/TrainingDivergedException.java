/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

/** The loss became NaN or infinite. Says where; the parameters before the step were still finite. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Epoch, from 1. */
    private final int epoch;
    /** Step within the epoch, from 1. */
    private final int step;
    /** The term of the loss. */
    private final String term;
    /** Its value. */
    private final double value;

    /**
     * Says where.
     *
     * @param epoch from 1
     * @param step within the epoch, from 1
     * @param term of the loss
     * @param value NaN or infinite
     */
    public TrainingDivergedException(int epoch, int step, String term, double value) {
        super("the " + term + " became " + value + " in epoch " + epoch + ", step " + step
                + "; a lower learning rate, gradient clipping or data of a smaller scale usually help");
        this.epoch = epoch;
        this.step = step;
        this.term = term;
        this.value = value;
    }

    /**
     * When.
     *
     * @return epoch, from 1
     */
    public int epoch() {
        return epoch;
    }

    /**
     * When.
     *
     * @return step within the epoch, from 1
     */
    public int step() {
        return step;
    }

    /**
     * Which term of the loss.
     *
     * @return {@code reconstruction}, {@code divergence}, {@code hyperprior}, {@code gradient} or {@code validation loss}
     */
    public String term() {
        return term;
    }

    /**
     * Its value.
     *
     * @return NaN or infinite
     */
    public double value() {
        return value;
    }
}
