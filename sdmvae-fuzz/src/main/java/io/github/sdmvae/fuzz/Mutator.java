/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.fuzz;

import java.io.IOException;
import java.util.SplittableRandom;

/** Makes a damaged file of a sound one. */
@FunctionalInterface
public interface Mutator {
    /**
     * Damages a file.
     *
     * @param seed a sound file, not changed
     * @param random the only source of chance
     * @return a new array
     * @throws IOException if the seed is not of the kind that this mutator knows
     */
    byte[] mutate(byte[] seed, SplittableRandom random) throws IOException;
}
