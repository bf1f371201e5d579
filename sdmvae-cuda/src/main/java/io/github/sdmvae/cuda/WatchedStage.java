/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.Stage;

/** A stage whose update can fail on the card, where nobody looks until a step's terms are fetched. */
interface WatchedStage extends Stage {

    /** Address of a double that an update leaves: 0 if all is well. */
    long trouble();

    /**
     * What to throw.
     *
     * @param code what an update has left, not 0
     */
    RuntimeException failure(double code);
}
