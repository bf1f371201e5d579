/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.util.function.Supplier;

/** Is offered the state of a training whenever a checkpoint could be written. */
@FunctionalInterface
interface Recorder {
    /** Writes no checkpoints. */
    Recorder NONE = (stepsDone, ended, state) -> {};

    /**
     * Offers the state.
     *
     * @param stepsDone in all
     * @param ended whether this is the last offer
     * @param state copies the state out of the engine when asked
     */
    void offer(long stepsDone, boolean ended, Supplier<Checkpoint> state);
}
