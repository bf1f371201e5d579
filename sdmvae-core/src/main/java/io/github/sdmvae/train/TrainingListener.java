/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

/** Is told how a training goes, in the trainer's thread. What it throws ends the training. */
public interface TrainingListener {

    /**
     * Before the first step.
     *
     * @param epochs at most
     * @param stepsPerEpoch in every epoch
     */
    default void onStart(int epochs, int stepsPerEpoch) {}

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
     * After the last epoch.
     *
     * @param result what {@link Trainer#fit} is about to return
     */
    default void onEnd(TrainingResult result) {}
}
