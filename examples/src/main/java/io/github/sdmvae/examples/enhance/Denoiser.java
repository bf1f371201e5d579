/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import java.io.IOException;

/** Makes speech of a mixture; what it may look at of it, its name must say. */
@FunctionalInterface
interface Denoiser {
    /**
     * Takes the noise down.
     *
     * @param mixture with everything that is known of it
     * @return as long as the mixture, at its rate
     * @throws IOException if a file that it needs cannot be read
     */
    AudioClip speech(Mixture mixture) throws IOException;
}
