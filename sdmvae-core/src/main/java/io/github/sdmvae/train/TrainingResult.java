/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.model.Vae;
import java.util.List;

/**
 * What a training gives.
 *
 * @param model the model with the parameters of the best epoch, or of the last if {@link Trainer.Builder#keepLast} was
 *     called (a copy: later steps do not change it)
 * @param bestEpoch the epoch with the lowest validation loss; without validation data the last
 * @param reason why the training ended
 * @param history every epoch
 */
public record TrainingResult(Vae model, int bestEpoch, StopReason reason, List<EpochReport> history) {

    /** Why a training ended. */
    public enum StopReason {
        /** All epochs were done. */
        ALL_EPOCHS("all epochs done"),
        /** The validation loss had not improved for as many epochs as the patience allows. */
        EARLY_STOPPING("no lower validation loss"),
        /** The caller's condition was met. */
        STOP_CONDITION("the caller's condition was met");

        private final String text;

        StopReason(String text) {
            this.text = text;
        }

        /**
         * The reason for readers.
         *
         * @return for instance {@code all epochs done}
         */
        public String text() {
            return text;
        }
    }

    /**
     * Copies the history.
     *
     * @param model the model with the parameters of the best epoch, or of the last if {@link Trainer.Builder#keepLast} was
     *     called (a copy: later steps do not change it)
     * @param bestEpoch the epoch with the lowest validation loss; without validation data the last
     * @param reason why the training ended
     * @param history every epoch
     */
    public TrainingResult {
        history = List.copyOf(history);
    }

    /**
     * How the training went, to be drawn or written as CSV.
     *
     * @return the history as columns of numbers
     */
    public LearningCurve curve() {
        return new LearningCurve(history);
    }

    /**
     * The epoch whose parameters the model has.
     *
     * @return its report
     */
    public EpochReport best() {
        return history.get(bestEpoch - 1);
    }

    /** One line. */
    @Override
    public String toString() {
        return history.size() + " epochs (" + reason.text() + "), best " + best();
    }
}
