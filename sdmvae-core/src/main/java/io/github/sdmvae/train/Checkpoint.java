/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a training needs to go on where it was. Noise and shuffling are no part of it: they are a function of
 * seed, epoch and step.
 *
 * @param stepsPerEpoch at least 1
 * @param step done in the running epoch, below the steps per epoch; the epochs before it are in the history
 * @param sums of the running epoch
 * @param seconds spent on the running epoch
 * @param history the epochs done
 * @param epochsWithoutGain counts towards the patience
 * @param ended why the training ended; null if it has not
 * @param now current weights
 * @param moments of Adam
 * @param best epoch, loss and weights; null before the first epoch is done
 */
record Checkpoint(
        int stepsPerEpoch,
        int step,
        EpochSums sums,
        double seconds,
        List<EpochReport> history,
        int epochsWithoutGain,
        @Nullable StopReason ended,
        Weights now,
        Moments moments,
        @Nullable Best best) {

    /**
     * The optimiser's state.
     *
     * @param first running mean of the gradient
     * @param second running mean of its square
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Moments(float[] first, float[] second) {}

    /**
     * The best epoch.
     *
     * @param epoch from 1
     * @param loss of the validation; NaN without validation data
     * @param weights at its end
     */
    record Best(int epoch, double loss, Weights weights) {}

    /** Checks that the parts fit together: they may come from a damaged file. */
    Checkpoint {
        history = List.copyOf(history);
        if (stepsPerEpoch < 1 || step < 0 || step >= stepsPerEpoch) {
            throw new IllegalArgumentException("step " + step + " of " + stepsPerEpoch + " is not possible");
        }
        if ((best == null) != history.isEmpty() || (best != null && best.epoch() > history.size())) {
            throw new IllegalArgumentException("history and best epoch contradict each other");
        }
        if (epochsWithoutGain < 0 || (ended != null && step > 0)) {
            throw new IllegalArgumentException("it contradicts itself");
        }
    }

    int epoch() {
        return history.size() + 1;
    }

    long stepsDone() {
        return history.size() * (long) stepsPerEpoch + step;
    }
}
