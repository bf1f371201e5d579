/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * The shape of a batch of a model of time: so many sequences, each with room for so many frames. How many of these hold
 * frames is staged with the data; what else is in them changes nothing.
 *
 * @param sequences B, at least 1
 * @param frames T, at least 1
 * @param carried whether recurrent layers go on where the last run ended, instead of from a state of zeros: for live use,
 *     without gradients, and with every frame of the batch in use
 */
public record BatchShape(int sequences, int frames, boolean carried) {

    /**
     * Checks the numbers.
     *
     * @param sequences B, at least 1
     * @param frames T, at least 1
     * @param carried whether recurrent layers go on where the last run ended
     */
    public BatchShape {
        if (sequences < 1 || frames < 1) {
            throw new IllegalArgumentException(
                    "a batch needs at least one sequence of one frame, got " + sequences + " of " + frames);
        }
        Math.multiplyExact(sequences, frames);
    }

    /**
     * Sequences that begin with a state of zeros.
     *
     * @param sequences B, at least 1
     * @param frames T, at least 1
     * @return the shape
     */
    public static BatchShape of(int sequences, int frames) {
        return new BatchShape(sequences, frames, false);
    }

    /**
     * One sequence that comes in parts.
     *
     * @param frames of a part
     * @return the shape
     */
    public static BatchShape live(int frames) {
        return new BatchShape(1, frames, true);
    }

    /**
     * Room in all.
     *
     * @return B·T rows
     */
    public int rows() {
        return sequences * frames;
    }
}
