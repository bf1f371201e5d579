/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.objective.Prior;

/**
 * What a prior asks of the arrays of the code kernels.
 *
 * @param width k, entries per code
 * @param heads numbers that the encoder gives per entry: 2 for μ and λ, 1 for an autoencoder, 3 with a slab probability
 * @param noiseParts random numbers per entry and draw: 1 for ε, 2 with the u of spike and slab
 * @param pseudoRows pseudo-inputs, which pass the encoder behind the data and give as many columns of logits
 */
public record CodeShape(int width, int heads, int noiseParts, int pseudoRows) {

    /**
     * The shape for a prior.
     *
     * @param prior of the code
     * @param width k
     * @return the shape
     */
    public static CodeShape of(Prior prior, int width) {
        if (prior instanceof Prior.None) {
            return new CodeShape(width, 1, 1, 0);
        } else if (prior instanceof Prior.SpikeAndSlab) {
            return new CodeShape(width, 3, 2, 0);
        } else if (prior instanceof Prior.PseudoInputs pseudo) {
            return new CodeShape(width, 3, 2, pseudo.count());
        }
        return new CodeShape(width, 2, 1, 0);
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
     * @return noiseParts · k: first ε, then u
     */
    public int noiseColumns() {
        return noiseParts * width;
    }
}
