/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.random.RowNoise;

/**
 * What a prior asks of the arrays of the code.
 *
 * @param width k, entries per code
 * @param heads numbers that the encoder gives per entry: 2 for μ and λ, 1 for an autoencoder, 3 with a slab probability
 * @param noise random numbers of a draw
 * @param pseudoRows pseudo-inputs, which pass the encoder behind the data and give as many columns of logits
 */
public record CodeShape(int width, int heads, RowNoise noise, int pseudoRows) {

    /**
     * The shape of a posterior with μ and λ.
     *
     * @param width k
     * @param noise of a draw
     * @return two heads, no pseudo-inputs
     */
    public static CodeShape meanAndVariance(int width, RowNoise noise) {
        return new CodeShape(width, 2, noise, 0);
    }

    /**
     * Columns of the encoder's output.
     *
     * @return heads · k, and one logit per pseudo-input
     */
    public int headColumns() {
        return heads * width + pseudoRows;
    }

    /**
     * Columns of the noise.
     *
     * @return parts of the noise times k: first ε, then u
     */
    public int noiseColumns() {
        return noise.parts() * width;
    }
}
