/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import java.util.List;

/**
 * What the models of a comparison have in common.
 *
 * @param hidden sizes of the encoder's hidden layers; the decoder has them in reverse
 * @param latent size m of the latent vector
 * @param atoms k, of dictionaries other than the identity
 * @param alpha share of active entries that the spike-and-slab prior expects
 * @param coherencePenalty weight of the penalty on a learned dictionary's coherence
 * @param masks numbers of the models with masks
 */
record ModelOptions(
        List<Integer> hidden, int latent, int atoms, double alpha, double coherencePenalty, MaskOptions masks) {

    /** Copies the list; the ranges are checked where the model is built. */
    ModelOptions {
        hidden = List.copyOf(hidden);
    }

    int[] hiddenSizes() {
        return hidden.stream().mapToInt(Integer::intValue).toArray();
    }
}
