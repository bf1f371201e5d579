/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.objective.Prior;

/**
 * The randomness that a prior's draws take, as a pure function of a key and the row's index: standard normal ε; standard
 * Cauchy ε for a Cauchy posterior; ε and then a uniform u per entry for spike and slab.
 */
public final class CodeNoise {
    private static final long UNIFORM = 0x5bd1e9955bd1e995L;
    private static final long DENOMINATOR = 0x2545f4914f6cdd1dL;
    private static final int BLOCK = 1024;

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

    /** The ratio of two standard normals, in blocks. */
    private static void cauchy(long key, long firstIndex, float[] target, int offset, int count) {
        float[] below = new float[Math.min(count, BLOCK)];
        for (int done = 0; done < count; done += BLOCK) {
            int n = Math.min(BLOCK, count - done);
            CounterNoise.normal(key, firstIndex + done, target, offset + done, n);
            CounterNoise.normal(key ^ DENOMINATOR, firstIndex + done, below, 0, n);
            for (int i = 0; i < n; i++) {
                // A normal that rounds to 0 has probability 1e-38 or less; the sum keeps it from making infinity.
                target[offset + done + i] /= below[i] + Float.MIN_NORMAL;
            }
        }
    }

    private static void uniform(long key, long firstIndex, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (float) CounterNoise.uniform(key, firstIndex + i);
        }
    }
}
