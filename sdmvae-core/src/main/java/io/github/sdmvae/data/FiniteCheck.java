/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

/**
 * Passes over values that are all finite several times as fast as one by one: 0 times a value is 0, but NaN for NaN and the
 * infinities, and sums of these over whole blocks are loops that the JIT turns into vector instructions.
 */
final class FiniteCheck {
    private static final int BLOCK = 1024;
    /** So many blocks are looked at together. */
    private static final int BLOCKS = 64;

    private FiniteCheck() {}

    /** How many values from the first on are all finite, counted in groups of blocks: the next group may hold one that is not. */
    static int finiteStart(float[] values) {
        if (values.length < BLOCK) {
            return 0;
        }
        float[] block = new float[BLOCK];
        float[] sums = new float[BLOCK];
        int start = 0;
        while (start + BLOCK <= values.length) {
            int end = start;
            for (int i = 0; i < BLOCKS && end + BLOCK <= values.length; i++) {
                System.arraycopy(values, end, block, 0, BLOCK);
                addZeros(block, sums);
                end += BLOCK;
            }
            if (!allZero(sums)) {
                return start;
            }
            start = end;
        }
        return start;
    }

    private static void addZeros(float[] block, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += 0 * block[i];
        }
    }

    private static boolean allZero(float[] sums) {
        for (float sum : sums) {
            if (sum != 0) {
                return false;
            }
        }
        return true;
    }
}
