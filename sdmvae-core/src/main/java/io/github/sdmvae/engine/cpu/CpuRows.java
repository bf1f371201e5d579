/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/**
 * The rows of a matrix in parts for the threads, each part in stretches of whole rows that fit the first-level cache.
 * Both follow from the shape alone.
 *
 * @param rows at least 1
 * @param columns at least 1
 */
record CpuRows(int rows, int columns) {
    /** Values per part: some microseconds of work, well above what handing it over costs. */
    private static final int PART = 8192;

    private static final int MOST_PARTS = 64;

    /** What to do with some rows. */
    interface Stretch {
        void run(int firstRow, int rows);
    }

    int parts() {
        long values = (long) rows * columns;
        return (int) Math.max(1, Math.min(Math.min(MOST_PARTS, rows), values / PART));
    }

    /** Rows per stretch; the last of a part may have fewer. */
    int step() {
        return Math.max(1, CpuScratch.STRETCH / columns);
    }

    int first(int part) {
        return (int) ((long) rows * part / parts());
    }

    void each(int part, Stretch stretch) {
        int step = step();
        int end = first(part + 1);
        for (int row = first(part); row < end; row += step) {
            stretch.run(row, Math.min(step, end - row));
        }
    }
}
