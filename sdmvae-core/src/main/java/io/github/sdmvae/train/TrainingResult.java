/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.model.Vae;
import java.util.List;

/**
 * What a training gives.
 *
 * @param model the model with the parameters of the best epoch (a copy: later steps do not change it)
 * @param bestEpoch the epoch with the lowest validation loss; without validation data the last
 * @param reason why the training ended
 * @param history every epoch
 */
public record TrainingResult(Vae model, int bestEpoch, StopReason reason, List<EpochReport> history) {

    /** Why a training ended. */
    public enum StopReason {
        /** All epochs were done. */
        ALL_EPOCHS,
        /** The validation loss had not improved for as many epochs as the patience allows. */
        EARLY_STOPPING,
        /** The caller's condition was met. */
        STOP_CONDITION
    }

    /**
     * Copies the history.
     *
     * @param model the model with the parameters of the best epoch (a copy: later steps do not change it)
     * @param bestEpoch the epoch with the lowest validation loss; without validation data the last
     * @param reason why the training ended
     * @param history every epoch
     */
    public TrainingResult {
        history = List.copyOf(history);
    }
}
