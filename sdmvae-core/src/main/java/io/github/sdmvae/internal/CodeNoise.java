/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.objective.Prior;

/**
 * The randomness that a prior's draws take, as a pure function of a key and the row's index: standard normal ε; standard
 * Cauchy ε for a Cauchy posterior; ε and then a uniform u per entry for spike and slab.
 */
public final class CodeNoise {
    private static final long UNIFORM = 0x5bd1e9955bd1e995L;

    private CodeNoise() {}

    /**
     * Fills rows of noise.
     *
     * @param prior whose
     * @param key from {@link CounterNoise#key}
     * @param firstRow index of the first row
     * @param target receives rows of k values, or of 2k for spike and slab
     * @param offset where the first goes
     * @param rows how many
     * @param width k
     */
    public static void fill(Prior prior, long key, long firstRow, float[] target, int offset, int rows, int width) {
        if (prior instanceof Prior.Cauchy) {
            cauchy(key, firstRow * width, target, offset, rows * width);
        } else if (prior instanceof Prior.SpikeAndSlab || prior instanceof Prior.PseudoInputs) {
            for (int i = 0; i < rows; i++) {
                int at = offset + 2 * i * width;
                CounterNoise.normal(key, (firstRow + i) * width, target, at, width);
                uniform(key ^ UNIFORM, (firstRow + i) * width, target, at + width, width);
            }
        } else {
            CounterNoise.normal(key, firstRow * width, target, offset, rows * width);
        }
    }

    private static void cauchy(long key, long firstIndex, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            double angle = Math.PI * (CounterNoise.uniform(key, firstIndex + i) - 0.5);
            target[offset + i] = (float) StrictMath.tan(angle);
        }
    }

    private static void uniform(long key, long firstIndex, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) CounterNoise.uniform(key, firstIndex + i);
        }
    }
}
