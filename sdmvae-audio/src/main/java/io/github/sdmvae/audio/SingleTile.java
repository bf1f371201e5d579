/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * Complex values of frames side by side: rows of columns, each with a value for every lane. Which frequency stands where, a
 * {@link Layout} says. Written once, then only read.
 */
final class SingleTile {
    /** Frames in a tile: enough for long loops, few enough for the second cache. */
    static final int LANES = 32;

    private final float[][] re;
    private final float[][] im;

    SingleTile(int rows, int columns) {
        re = new float[rows][columns * LANES];
        im = new float[rows][columns * LANES];
    }

    private SingleTile(float[][] re, float[][] im) {
        this.re = re;
        this.im = im;
    }

    /** A copy, which the JIT makes in one go where a new tile would be filled with zeros first. */
    SingleTile copy() {
        return new SingleTile(copy(re), copy(im));
    }

    private static float[][] copy(float[][] rows) {
        float[][] copy = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            copy[i] = rows[i].clone();
        }
        return copy;
    }

    float[][] re() {
        return re;
    }

    float[][] im() {
        return im;
    }

    /** The order of a tile. Its entries are counted row by row, all lanes of a column as one. */
    static final class Layout {
        private final int rows;
        private final int columns;
        private final int[] bins;
        private final boolean[] conjugate;
        private final int[] entries;

        /**
         * An order.
         *
         * @param rows of a tile
         * @param bins the frequency of each entry, the same number in every row
         * @param conjugate where the entry is the conjugate of the frequency's value
         */
        Layout(int rows, int[] bins, boolean[] conjugate) {
            this.rows = rows;
            this.columns = bins.length / rows;
            this.bins = bins;
            this.conjugate = conjugate;
            int count = 0;
            for (int bin : bins) {
                count = Math.max(count, bin + 1);
            }
            entries = new int[count];
            for (int i = 0; i < bins.length; i++) {
                // Of several entries, that which is no conjugate.
                entries[bins[i]] = conjugate[i] && entries[bins[i]] != 0 ? entries[bins[i]] : i;
            }
        }

        /** Each frequency once, from the first. */
        static Layout plain(int bins) {
            int[] all = new int[bins];
            for (int b = 0; b < bins; b++) {
                all[b] = b;
            }
            return new Layout(bins, all, new boolean[bins]);
        }

        SingleTile tile() {
            return new SingleTile(rows, columns);
        }

        int size() {
            return bins.length;
        }

        /** The frequency of an entry. */
        int bin(int entry) {
            return bins[entry];
        }

        /** The entry to read for a frequency. */
        int entry(int bin) {
            return entries[bin];
        }

        boolean isConjugate(int entry) {
            return conjugate[entry];
        }

        /** The row of an entry. */
        int row(int entry) {
            return entry / columns;
        }

        /** The place in its row of an entry's first lane. */
        int place(int entry) {
            return entry % columns * LANES;
        }
    }
}
