/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/** Is told how a fit goes, in the fitting thread. What it throws ends the fit. */
public interface FitListener {

    /**
     * Before the first iteration of a start.
     *
     * @param restart which start, from 0
     * @param maxIterations updates at most
     */
    default void onStart(int restart, int maxIterations) {}

    /**
     * After the start and after every update.
     *
     * @param report the iteration
     */
    default void onIteration(IterationReport report) {}

    /**
     * After the last start.
     *
     * @param history of the start that was kept
     */
    default void onEnd(FitHistory history) {}
}
