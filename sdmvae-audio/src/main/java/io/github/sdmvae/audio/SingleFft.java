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
    private static final int SHORTEST = 16;
    private static final int LONGEST = 1 << 16;
    /** Values of all lanes together: few enough for the second cache. */
    private static final int ROOM = 1 << 15;

    private static final int MOST_LANES = 64;
    private static final int FEWEST_LANES = 4;

    private final int length;
    private final int rows;
    private final int columns;
    private final int half;
    private final int lanes;
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
        rows = 1 << (bits + 1) / 2;
        columns = length / rows;
        half = rows / 2;
        lanes = Math.max(FEWEST_LANES, Math.min(MOST_LANES, ROOM / length));
        overRows = new RowFft(half);
        overColumns = new RowFft(columns);
        cos = new float[half];
        sin = new float[half];
        for (int p = 0; p < half; p++) {
            cos[p] = (float) Math.cos(2 * Math.PI * p / rows);
            sin[p] = (float) Math.sin(2 * Math.PI * p / rows);
        }
        turnCos = new float[half + 1][columns * lanes];
        turnSin = new float[half + 1][columns * lanes];
        for (int p = 0; p <= half; p++) {
            for (int b = 0; b < columns; b++) {
                double angle = 2 * Math.PI * p * b / length;
                Arrays.fill(turnCos[p], b * lanes, (b + 1) * lanes, (float) Math.cos(angle));
                Arrays.fill(turnSin[p], b * lanes, (b + 1) * lanes, (float) Math.sin(angle));
            }
        }
    }

    static boolean fits(int length) {
        return length >= SHORTEST && length <= LONGEST && Integer.bitCount(length) == 1;
    }

    /** The number of frames that are transformed at once. */
    int lanes() {
        return lanes;
    }

    int bins() {
        return length / 2 + 1;
    }

    /** Room for frames side by side; for one thread at a time. */
    static final class Room {
        /** R/2 + 1 rows of all columns. */
        private final float[][] re;

        private final float[][] im;
        /** C rows of R/2 + 1 columns. */
        private final float[][] turnedRe;

        private final float[][] turnedIm;

        private Room(SingleFft of) {
            re = new float[of.half + 1][of.columns * of.lanes];
            im = new float[of.half + 1][of.columns * of.lanes];
            turnedRe = new float[of.columns][(of.half + 1) * of.lanes];
            turnedIm = new float[of.columns][(of.half + 1) * of.lanes];
        }
    }

    Room room() {
        return new Room(this);
    }

    /**
     * Takes windowed frames out of a signal.
     *
     * @param start of the first frame
     * @param hop from frame to frame
     * @param window halves of the weights
     * @param count frames, 1 to {@link #lanes}
     */
    void cut(float[] signal, int start, int hop, float[] window, Room room, int count) {
        for (int a = 0; a < rows; a++) {
            float[] row = a % 2 == 0 ? room.re[a / 2] : room.im[a / 2];
            for (int b = 0; b < columns; b += 4) {
                cutFour(signal, start + a * columns + b, hop, window, a * columns + b, row, b * lanes, count);
            }
        }
    }

    private void cutFour(
            float[] signal, int start, int hop, float[] window, int at, float[] row, int first, int count) {
        float w0 = window[at];
        float w1 = window[at + 1];
        float w2 = window[at + 2];
        float w3 = window[at + 3];
        int second = first + lanes;
        int third = second + lanes;
        int fourth = third + lanes;
        int from = start;
        for (int lane = 0; lane < count; lane++) {
            row[first + lane] = w0 * signal[from];
            row[second + lane] = w1 * signal[from + 1];
            row[third + lane] = w2 * signal[from + 2];
            row[fourth + lane] = w3 * signal[from + 3];
            from += hop;
        }
    }

    /** The squared magnitudes of all frequencies, frame by frame. */
    void power(Room room, float[] out, int offset, int count) {
        transform(room);
        for (int b = 0; b < columns; b++) {
            square(room.turnedRe[b], room.turnedIm[b]);
        }
        put(room.turnedRe, out, offset, count);
    }

    /** The values of all frequencies, frame by frame. */
    void forward(Room room, float[] re, float[] im, int offset, int count) {
        transform(room);
        // Where the conjugate is put.
        for (int q = columns / 2; q < columns; q++) {
            negate(room.turnedIm[overColumns.place(q)]);
        }
        put(room.turnedRe, re, offset, count);
        put(room.turnedIm, im, offset, count);
    }

    private void put(float[][] values, float[] out, int offset, int count) {
        for (int q = 0; q < columns / 2; q++) {
            put(values[overColumns.place(q)], 0, half + 1, out, offset + rows * q, 1, bins(), count);
        }
        for (int q = columns / 2; q < columns; q++) {
            int last = offset + length - rows * q - 1;
            put(values[overColumns.place(q)], 1, half, out, last, -1, bins(), count);
        }
        put(values[overColumns.place(columns / 2)], 0, 1, out, offset + length / 2, 1, bins(), count);
    }

    /** Columns of a row, to places that are a step apart for each lane, and lanes a stride. */
    private void put(float[] row, int start, int end, float[] out, int offset, int step, int stride, int count) {
        int p = start;
        int to = offset;
        for (; p + 4 <= end; p += 4) {
            putFour(row, p * lanes, out, to, step, stride, count);
            to += 4 * step;
        }
        for (; p < end; p++) {
            for (int lane = 0; lane < count; lane++) {
                out[to + lane * stride] = row[p * lanes + lane];
            }
            to += step;
        }
    }

    private void putFour(float[] row, int first, float[] out, int offset, int step, int stride, int count) {
        int second = first + lanes;
        int third = second + lanes;
        int fourth = third + lanes;
        int to = offset;
        for (int lane = 0; lane < count; lane++) {
            out[to] = row[first + lane];
            out[to + step] = row[second + lane];
            out[to + 2 * step] = row[third + lane];
            out[to + 3 * step] = row[fourth + lane];
            to += stride;
        }
    }

    private void transform(Room room) {
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
                System.arraycopy(room.re[row], b * lanes, room.turnedRe[b], p * lanes, lanes);
                System.arraycopy(room.im[row], b * lanes, room.turnedIm[b], p * lanes, lanes);
            }
        }
        overColumns.transform(room.turnedRe, room.turnedIm);
    }

    /**
     * The frames of the values of all frequencies, times their length, one after the other. The imaginary parts of
     * frequencies 0 and N/2 are ignored.
     */
    void inverse(float[] re, float[] im, int offset, Room room, float[] frames, int count) {
        take(re, offset, 1, room.turnedRe, count);
        take(im, offset, -1, room.turnedIm, count);
        Arrays.fill(room.turnedIm[0], 0, lanes, 0);
        Arrays.fill(room.turnedIm[columns / 2], 0, lanes, 0);
        transformBack(room);
        for (int a = 0; a < rows; a++) {
            int row = overRows.place(a / 2);
            put(a % 2 == 0 ? room.re[row] : room.im[row], 0, columns, frames, a * columns, 1, length, count);
        }
    }

    /** Rows of all frequencies below the N-th; of those above N/2 those of their mirror images, times a sign. */
    private void take(float[] in, int offset, int sign, float[][] to, int count) {
        for (int q = 0; q < columns; q++) {
            boolean mirrored = q >= columns / 2;
            int from = offset + (mirrored ? length - rows * q : rows * q);
            for (int p = 0; p <= half; p++) {
                int at = from + (mirrored ? -p : p);
                for (int lane = 0; lane < count; lane++) {
                    to[q][p * lanes + lane] = in[at + lane * bins()];
                }
            }
            if (mirrored && sign < 0) {
                negate(to[q]);
            }
        }
    }

    private void transformBack(Room room) {
        overColumns.transform(room.turnedIm, room.turnedRe);
        for (int b = 0; b < columns; b++) {
            int row = overColumns.place(b);
            for (int p = 0; p <= half; p++) {
                System.arraycopy(room.turnedRe[row], p * lanes, room.re[p], b * lanes, lanes);
                System.arraycopy(room.turnedIm[row], p * lanes, room.im[p], b * lanes, lanes);
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

    private static void negate(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = -values[i];
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
