/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.random;

/**
 * Noise for rows of codes, as a pure function of a key and the row's index: what the draws of the library's posteriors
 * take. Rows are written one after the other.
 *
 * <p>This is a name for what is computed rather than the computation alone, so that an engine may do the same on its
 * own device, to the same bits.
 */
public enum RowNoise {
    /** Standard normal ε. */
    NORMAL(1) {
        @Override
        public void fill(long key, long firstRow, float[] target, int offset, int rows, int width) {
            CounterNoise.normal(key, firstRow * width, target, offset, rows * width);
        }
    },
    /** Standard Cauchy ε, the ratio of two standard normals. */
    CAUCHY(1) {
        @Override
        public void fill(long key, long firstRow, float[] target, int offset, int rows, int width) {
            cauchy(key, firstRow * width, target, offset, rows * width);
        }
    },
    /** Per row k standard normal ε, then k uniform u. */
    NORMAL_AND_UNIFORM(2) {
        @Override
        public void fill(long key, long firstRow, float[] target, int offset, int rows, int width) {
            for (int i = 0; i < rows; i++) {
                int at = offset + 2 * i * width;
                CounterNoise.normal(key, (firstRow + i) * width, target, at, width);
                uniform(key ^ UNIFORM, (firstRow + i) * width, target, at + width, width);
            }
        }
    };

    private static final long UNIFORM = 0x5bd1e9955bd1e995L;
    private static final long DENOMINATOR = 0x2545f4914f6cdd1dL;
    private static final int BLOCK = 1024;

    private final int parts;

    RowNoise(int parts) {
        this.parts = parts;
    }

    /**
     * Random numbers per code entry.
     *
     * @return 1 or 2; a row has as many times k values
     */
    public int parts() {
        return parts;
    }

    /**
     * Fills rows.
     *
     * @param key from {@link CounterNoise#key}
     * @param firstRow index of the first row
     * @param target receives rows of {@link #parts()}·k values
     * @param offset where the first goes
     * @param rows how many
     * @param width k
     */
    public abstract void fill(long key, long firstRow, float[] target, int offset, int rows, int width);

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
