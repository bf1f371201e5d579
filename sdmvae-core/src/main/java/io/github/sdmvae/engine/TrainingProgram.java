/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.LossTerms;

/**
 * A model compiled for training: whole steps. Data and noise of the next step may be staged while the last one still
 * runs; reports arrive in the order of the steps, on engines where a look costs some steps late. Not thread-safe.
 */
public interface TrainingProgram extends Program {

    /**
     * One step on what was staged: forward, backward, update. On engines with a device of their own it may return before
     * the step has run.
     *
     * @param values of this step
     */
    void step(StepValues values);

    /**
     * Forward and backward without an update, waiting for the result: for checks of the gradient, which is then in {@link
     * Parameters.Store#GRADIENT}.
     *
     * @param values of this step
     * @return the terms
     */
    LossTerms gradient(StepValues values);

    /**
     * Hands out the reports of finished steps, oldest first, each once.
     *
     * @param wait whether to wait for all steps asked for so far; else only those that are there already, or that would be
     *     later than the engine's bound
     * @param receiver told of every step
     */
    void reports(boolean wait, Receiver receiver);

    /** Told of finished steps. */
    @FunctionalInterface
    interface Receiver {
        /**
         * A step is done.
         *
         * @param step as in its {@link StepValues}
         * @param terms of the loss, mean over data points; may hold values that are not finite
         * @param gradientNorm of the whole gradient before clipping; 0 where no clipping asked for it
         */
        void report(long step, LossTerms terms, double gradientNorm);
    }
}
