/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** One method's work on tiles. Immutable: what lives on from iteration to iteration lies in the tile's state. */
abstract class CodeChain {

    /** Arrays that the method needs beside the codes, with their first values. */
    double[][] extra(int rows, int width) {
        return new double[0][];
    }

    /** Makes the encoder's codes what the method starts from. */
    void begin(SourceState source) {}

    /**
     * Finds codes, keeps samples, and renews γ.
     *
     * @param tile with power, noise and gains staged
     */
    abstract void iterate(Tile tile);

    /**
     * Adds up the shares of which the result is made.
     *
     * @param tile with power, noise and gains staged
     */
    abstract void finish(Tile tile);

    /** γ from the samples that were kept. */
    static void renewGamma(Tile tile) {
        for (int j = 0; j < tile.sources(); j++) {
            SourceState source = tile.source(j);
            if (!tile.variance(j).stays()) {
                for (int i = 0; i < source.gamma.length; i++) {
                    source.gamma[i] = tile.variance(j).update(source.gamma[i], source.meanSquare(i));
                }
            }
        }
    }
}
