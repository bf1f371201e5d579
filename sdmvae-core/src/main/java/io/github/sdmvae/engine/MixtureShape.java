/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * The shape of a {@link MixtureProgram}.
 *
 * @param rows B, frames of the tile, at least 1
 * @param noiseRank K, components of the noise, at least 0
 * @param samples R, samples that can be kept at once, at least 1
 */
public record MixtureShape(int rows, int noiseRank, int samples) {
    /**
     * Checks the ranges.
     *
     * @param rows B
     * @param noiseRank K
     * @param samples R
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public MixtureShape {
        if (rows < 1 || noiseRank < 0 || samples < 1) {
            throw new IllegalArgumentException("a mixture needs rows and samples of at least 1 and a noise rank of at"
                    + " least 0, got " + rows + ", " + samples + " and " + noiseRank);
        }
    }
}
