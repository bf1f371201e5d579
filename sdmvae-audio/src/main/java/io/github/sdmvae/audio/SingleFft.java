/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;

/**
 * Fourier transforms of real frames of a power of two of points and back, in single precision, several frames (lanes) side by
 * side. Frames do not touch one another: the result for one does not depend on its neighbours or their number.
 *
 * <p>A frame of N = R·C values is a matrix of R rows and C columns. With k = p + R·q its transform is
 * {@code X[k] = Σ_b v^(b·q) · w^(b·p) · Σ_a u^(a·p) · x[a·C + b]}, where u, v and w are the R-th, C-th and N-th root of one:
 * a real transform over the rows, a turn by w, a transposition, a complex transform over the columns. Both transforms are
 * over whole rows of C or R/2 + 1 values of each lane, which keeps the loops long. Of p only 0 to R/2 is needed; the rest is
 * conjugate.
 */
final class SingleFft {
    private static final int LANES = SingleTile.LANES;
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1 << 14;
    /**
     * Values of no meaning at the end of a row: with its header of 16 bytes, it then fills whole cache lines, so that rows made
     * one after the other begin at the same place in a line, and a loop that is aligned to one is aligned to all.
     */
    private static final int ALIGNING = 12;

    private final int length;
    private final int rows;
    private final int columns;
    private final int half;
    private final RowFft overRows;
    private final RowFft overColumns;
    private final float[] cos;
    private final float[] sin;
    /** Powers of w by p and b, repeated for every lane. */
    private final float[][] turnCos;

    private final float[][] turnSin;

    SingleFft(int length) {
        this.length = length;
        int bits = Integer.numberOfTrailingZeros(length);
        rows = 1 << ((bits + 1) / 2);
        columns = length / rows;
        half = rows / 2;
        overRows = new RowFft(half);
        overColumns = new RowFft(columns);
        cos = new float[half];
        sin = new float[half];
        for (int p = 0; p < half; p++) {
            cos[p] = (float) Math.cos(2 * Math.PI * p / rows);
            sin[p] = (float) Math.sin(2 * Math.PI * p / rows);
        }
        turnCos = new float[half + 1][columns * LANES + ALIGNING];
        turnSin = new float[half + 1][columns * LANES + ALIGNING];
        for (int p = 0; p <= half; p++) {
            for (int b = 0; b < columns; b++) {
                double angle = 2 * Math.PI * p * b / length;
                Arrays.fill(turnCos[p], b * LANES, (b + 1) * LANES, (float) Math.cos(angle));
                Arrays.fill(turnSin[p], b * LANES, (b + 1) * LANES, (float) Math.sin(angle));
            }
        }
    }

    static boolean fits(int length) {
        return length >= SHORTEST && length <= LONGEST && Integer.bitCount(length) == 1;
    }

    /** Where {@link #forward} leaves each frequency. */
    SingleTile.Layout layout() {
        int[] bins = new int[columns * (half + 1)];
        boolean[] mirrored = new boolean[bins.length];
        for (int q = 0; q < columns; q++) {
            for (int p = 0; p <= half; p++) {
                int k = rows * q + p;
                int at = overColumns.place(q) * (half + 1) + p;
                mirrored[at] = k > length / 2;
                bins[at] = mirrored[at] ? length - k : k;
            }
        }
        return new SingleTile.Layout(columns, bins, mirrored);
    }

    /** Room for frames side by side; for one thread at a time. */
    static final class Room {
        /** R/2 + 1 rows of all columns. */
        private final float[][] re;

        private final float[][] im;
        /** C rows of R/2 + 1 columns. */
        private final SingleTile tile;

        private Room(SingleFft of) {
            re = new float[of.half + 1][of.columns * LANES + ALIGNING];
            im = new float[of.half + 1][of.columns * LANES + ALIGNING];
            tile = new SingleTile(of.columns, of.half + 1);
        }
    }

    Room room() {
        return new Room(this);
    }

    /**
     * Takes windowed frames out of a signal, the first at its start.
     *
     * @param hop from frame to frame
     * @param window halves of the weights
     * @param count frames, 1 to {@link SingleTile#LANES}
     */
    void cut(float[] signal, int hop, float[] window, Room room, int count) {
        for (int a = 0; a < rows; a++) {
            float[] row = a % 2 == 0 ? room.re[a / 2] : room.im[a / 2];
            int b = 0;
            for (; b + 8 <= columns; b += 8) {
                cutEight(signal, hop, window, a * columns + b, row, b * LANES, count);
            }
            for (; b < columns; b += 4) {
                cutFour(signal, hop, window, a * columns + b, row, b * LANES, count);
            }
        }
    }

    private static void cutEight(float[] signal, int hop, float[] window, int at, float[] row, int first, int count) {
        float w0 = window[at];
        float w1 = window[at + 1];
        float w2 = window[at + 2];
        float w3 = window[at + 3];
        float w4 = window[at + 4];
        float w5 = window[at + 5];
        float w6 = window[at + 6];
        float w7 = window[at + 7];
        int from = at;
        for (int to = first; to < first + count; to++) {
            row[to] = w0 * signal[from];
            row[to + LANES] = w1 * signal[from + 1];
            row[to + 2 * LANES] = w2 * signal[from + 2];
            row[to + 3 * LANES] = w3 * signal[from + 3];
            row[to + 4 * LANES] = w4 * signal[from + 4];
            row[to + 5 * LANES] = w5 * signal[from + 5];
            row[to + 6 * LANES] = w6 * signal[from + 6];
            row[to + 7 * LANES] = w7 * signal[from + 7];
            from += hop;
        }
    }

    private static void cutFour(float[] signal, int hop, float[] window, int at, float[] row, int first, int count) {
        float w0 = window[at];
        float w1 = window[at + 1];
        float w2 = window[at + 2];
        float w3 = window[at + 3];
        int from = at;
        for (int to = first; to < first + count; to++) {
            row[to] = w0 * signal[from];
            row[to + LANES] = w1 * signal[from + 1];
            row[to + 2 * LANES] = w2 * signal[from + 2];
            row[to + 3 * LANES] = w3 * signal[from + 3];
            from += hop;
        }
    }

    /** The squared magnitudes of all frequencies, frame by frame. */
    void power(Room room, float[] out, int offset, int count) {
        transform(room);
        float[][] values = room.tile.re();
        for (int b = 0; b < columns; b++) {
            square(values[b], room.tile.im()[b]);
        }
        int bins = length / 2 + 1;
        for (int q = 0; q < columns / 2; q++) {
            put(values[overColumns.place(q)], half + 1, out, offset + rows * q, bins, count);
        }
        for (int q = columns / 2; q < columns; q++) {
            putBack(values[overColumns.place(q)], out, offset + length - rows * q, bins, count);
        }
        put(values[overColumns.place(columns / 2)], 1, out, offset + length / 2, bins, count);
    }

    /** The first columns of a row, side by side for each lane, lanes a stride apart. */
    private static void put(float[] row, int end, float[] out, int offset, int stride, int count) {
        int p = 0;
        for (; p + 8 <= end; p += 8) {
            int to = offset + p;
            for (int from = p * LANES; from < p * LANES + count; from++) {
                out[to] = row[from];
                out[to + 1] = row[from + LANES];
                out[to + 2] = row[from + 2 * LANES];
                out[to + 3] = row[from + 3 * LANES];
                out[to + 4] = row[from + 4 * LANES];
                out[to + 5] = row[from + 5 * LANES];
                out[to + 6] = row[from + 6 * LANES];
                out[to + 7] = row[from + 7 * LANES];
                to += stride;
            }
        }
        for (; p < end; p++) {
            putOne(row, p, out, offset + p, stride, count);
        }
    }

    /** Columns 1 to R/2 - 1 of a row, each one place before the last. */
    private void putBack(float[] row, float[] out, int offset, int stride, int count) {
        int p = 1;
        for (; p + 8 <= half; p += 8) {
            int to = offset - p;
            for (int from = p * LANES; from < p * LANES + count; from++) {
                out[to] = row[from];
                out[to - 1] = row[from + LANES];
                out[to - 2] = row[from + 2 * LANES];
                out[to - 3] = row[from + 3 * LANES];
                out[to - 4] = row[from + 4 * LANES];
                out[to - 5] = row[from + 5 * LANES];
                out[to - 6] = row[from + 6 * LANES];
                out[to - 7] = row[from + 7 * LANES];
                to += stride;
            }
        }
        for (; p < half; p++) {
            putOne(row, p, out, offset - p, stride, count);
        }
    }

    private static void putOne(float[] row, int p, float[] out, int offset, int stride, int count) {
        for (int lane = 0; lane < count; lane++) {
            out[offset + lane * stride] = row[p * LANES + lane];
        }
    }

    /** The values of all frequencies. */
    SingleTile forward(Room room) {
        transform(room);
        return room.tile.copy();
    }

    private void transform(Room room) {
        SingleTile to = room.tile;
        overRows.transform(room.re, room.im);
        int middle = overRows.place(half / 2);
        firstAndLast(room.re[0], room.im[0], room.re[half], room.im[half], turnCos[half], turnSin[half]);
        conjugate(room.re[middle], room.im[middle]);
        turn(room.re[middle], room.im[middle], turnCos[half / 2], turnSin[half / 2]);
        for (int p = 1; p < half - p; p++) {
            int y = overRows.place(p);
            int z = overRows.place(half - p);
            unpack(room.re[y], room.im[y], room.re[z], room.im[z], cos[p], sin[p]);
            turn(room.re[y], room.im[y], turnCos[p], turnSin[p]);
            turn(room.re[z], room.im[z], turnCos[half - p], turnSin[half - p]);
        }
        for (int p = 0; p <= half; p++) {
            int row = p == half ? half : overRows.place(p);
            for (int b = 0; b < columns; b++) {
                System.arraycopy(room.re[row], b * LANES, to.re()[b], p * LANES, LANES);
                System.arraycopy(room.im[row], b * LANES, to.im()[b], p * LANES, LANES);
            }
        }
        overColumns.transform(to.re(), to.im());
    }

    /**
     * The frames of the values of all frequencies, times their length, one after the other. The imaginary parts of
     * frequencies 0 and N/2 are ignored.
     */
    void inverse(SingleTile from, Room room, float[] frames, int count) {
        float[][] re = room.tile.re();
        float[][] im = room.tile.im();
        for (int q = 0; q < columns; q++) {
            int row = overColumns.place(q);
            System.arraycopy(from.re()[row], 0, re[q], 0, re[q].length);
            System.arraycopy(from.im()[row], 0, im[q], 0, im[q].length);
        }
        Arrays.fill(im[0], 0, LANES, 0);
        Arrays.fill(im[columns / 2], 0, LANES, 0);
        overColumns.transform(im, re);
        inverseOverRows(room);
        for (int a = 0; a < rows; a++) {
            int row = overRows.place(a / 2);
            put(a % 2 == 0 ? room.re[row] : room.im[row], columns, frames, a * columns, length, count);
        }
    }

    private void inverseOverRows(Room room) {
        for (int b = 0; b < columns; b++) {
            int row = overColumns.place(b);
            for (int p = 0; p <= half; p++) {
                System.arraycopy(room.tile.re()[row], p * LANES, room.re[p], b * LANES, LANES);
                System.arraycopy(room.tile.im()[row], p * LANES, room.im[p], b * LANES, LANES);
            }
        }
        for (int p = 1; p <= half; p++) {
            // With real and imaginary parts exchanged, the other way round.
            turn(room.im[p], room.re[p], turnCos[p], turnSin[p]);
        }
        pairFirstAndLast(room.re[0], room.im[0], room.re[half]);
        conjugate(room.re[half / 2], room.im[half / 2]);
        for (int p = 1; p < half - p; p++) {
            pack(room.re[p], room.im[p], room.re[half - p], room.im[half - p], cos[p], sin[p]);
        }
        overRows.transform(room.im, room.re);
    }

    /** Twice the values Y[0] and Y[R/2] of the real transform from that of the complex one, the last one turned. */
    private static void firstAndLast(float[] re, float[] im, float[] lastRe, float[] lastIm, float[] c, float[] s) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i] + re[i];
            float m = im[i] + im[i];
            re[i] = r + m;
            im[i] = 0;
            lastRe[i] = (r - m) * c[i];
            lastIm[i] = (m - r) * s[i];
        }
    }

    /** The complex value of frequency 0 from the real ones of Y[0] and Y[R/2]. */
    private static void pairFirstAndLast(float[] re, float[] im, float[] lastRe) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i];
            re[i] = r + lastRe[i];
            im[i] = r - lastRe[i];
        }
    }

    /** Twice the conjugate: what frequency R/4 of the complex transform is to that of the real one, either way. */
    private static void conjugate(float[] re, float[] im) {
        for (int i = 0; i < re.length; i++) {
            re[i] = 2 * re[i];
            im[i] = -2 * im[i];
        }
    }

    /** A row times c - i·s. */
    private static void turn(float[] re, float[] im, float[] c, float[] s) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i];
            float m = im[i];
            re[i] = r * c[i] + m * s[i];
            im[i] = m * c[i] - r * s[i];
        }
    }

    /** Twice the values Y[p] and Y[R/2 - p] of the real transform, from those of the complex one. */
    private static void unpack(float[] zr, float[] zi, float[] yr, float[] yi, float c, float s) {
        for (int i = 0; i < zr.length; i++) {
            float er = zr[i] + yr[i];
            float ei = zi[i] - yi[i];
            float or = zi[i] + yi[i];
            float oi = yr[i] - zr[i];
            float tr = c * or + s * oi;
            float ti = c * oi - s * or;
            zr[i] = er + tr;
            zi[i] = ei + ti;
            yr[i] = er - tr;
            yi[i] = ti - ei;
        }
    }

    /** The way back from {@link #unpack}: twice the values of the complex transform. */
    private static void pack(float[] zr, float[] zi, float[] yr, float[] yi, float c, float s) {
        for (int i = 0; i < zr.length; i++) {
            float er = zr[i] + yr[i];
            float ei = zi[i] - yi[i];
            float dr = zr[i] - yr[i];
            float di = zi[i] + yi[i];
            float tr = s * dr + c * di;
            float ti = c * dr - s * di;
            zr[i] = er - tr;
            zi[i] = ei + ti;
            yr[i] = er + tr;
            yi[i] = ti - ei;
        }
    }

    private static void square(float[] re, float[] im) {
        for (int i = 0; i < re.length; i++) {
            re[i] = re[i] * re[i] + im[i] * im[i];
        }
    }
}
