/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.Stage;

/** A stage that brings a term of the loss. */
interface TermStage extends Stage {

    /** Name of the term; empty if, as it is set, the stage brings none. */
    String term();

    /**
     * Records what leaves the term in a place of its own, doubles to be added up.
     *
     * @return where, and how many
     */
    Parts record();

    /**
     * Parts of a term.
     *
     * @param address of doubles
     * @param count how many
     */
    record Parts(long address, int count) {}
}
