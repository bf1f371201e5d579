/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.data.Frames;

/** Rows of single-precision numbers that are written and read in stretches, in memory or in a file. Threads may use several
 * stretches at once. */
interface FloatRows {

    /** Number of rows. */
    int rows();

    /** Values per row. */
    int width();

    /**
     * Writes rows.
     *
     * @param first of them
     * @param count how many
     * @param values from the first on
     */
    void write(int first, int count, float[] values);

    /**
     * Reads rows.
     *
     * @param first of them
     * @param count how many
     * @param values receives them from its start on
     */
    void read(int first, int count, float[] values);

    /** Rows in memory. */
    @SuppressWarnings("ArrayRecordComponent") // a store, never compared
    record InMemory(int rows, int width, float[] values) implements FloatRows {
        InMemory(int rows, int width) {
            this(rows, width, new float[Math.multiplyExact(rows, width)]);
        }

        @Override
        public void write(int first, int count, float[] source) {
            System.arraycopy(source, 0, values, first * width, count * width);
        }

        @Override
        public void read(int first, int count, float[] target) {
            System.arraycopy(values, first * width, target, 0, count * width);
        }

        /** The rows as data. */
        Frames frames(String description) {
            return Frames.wrap(values, width, description);
        }
    }
}
