/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Is told how a training goes, in the trainer's thread. What it throws ends the training.
 *
 * <p>A resumed training reports the steps again that the interrupted one had done after its last checkpoint.
 */
public interface TrainingListener {

    /**
     * Before the first step.
     *
     * @param epochs at most
     * @param stepsPerEpoch in every epoch
     */
    default void onStart(int epochs, int stepsPerEpoch) {}

    /**
     * After {@link #onStart}, if the training goes on from a checkpoint.
     *
     * @param checkpoint its file
     * @param epoch in which the training goes on; one more than there are if all had been done
     * @param step done in that epoch
     */
    default void onResume(Path checkpoint, int epoch, int step) {}

    /**
     * How many steps may be done before {@link #onStep} is told of the first of them. Engines on a device of their own run
     * ahead, since a look at every step costs them more than the step; reports always come in order, all of them before the
     * epoch's, and before a checkpoint is written.
     *
     * @return at least 1; 1 to be told of each step before the next one starts
     */
    default int reportEvery() {
        return 100;
    }

    /**
     * After every step.
     *
     * @param report the step
     */
    default void onStep(StepReport report) {}

    /**
     * After every epoch.
     *
     * @param report the epoch
     */
    default void onEpoch(EpochReport report) {}

    /**
     * After a checkpoint was written.
     *
     * @param checkpoint its file
     */
    default void onCheckpoint(Path checkpoint) {}

    /**
     * After a checkpoint could not be written. The ones before it are as they were. What happens next,
     * {@link Checkpoints#onFailure} says; at the end of a training its result is returned all the same.
     *
     * @param checkpoint its file
     * @param cause why not
     */
    default void onCheckpointFailed(Path checkpoint, IOException cause) {}

    /**
     * After the training was told to stop because the process is about to end, see {@link Checkpoints#onInterrupt}. What
     * comes after this call may not happen any more.
     *
     * @param epoch that it stopped in, from 1
     * @param step after which it stopped in that epoch
     */
    default void onInterrupt(int epoch, int step) {}

    /**
     * After the last epoch.
     *
     * @param result what {@link Trainer#fit} is about to return
     */
    default void onEnd(TrainingResult result) {}
}
