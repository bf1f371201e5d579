/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * Fourier transforms of real frames of a power of two of points, up to {@link #LANES} frames side by side: every value of a
 * frame has an array of its own, with one entry per frame. Each operation then is a loop over whole arrays, which the JIT
 * turns into vector instructions, and reordering values costs nothing. Frames do not touch one another: the result for one
 * does not depend on its neighbours.
 *
 * <p>A frame of n = 2m real values is transformed as m complex ones (even indices real, odd ones imaginary parts), in place,
 * by radix 4 with decimation in frequency; one block after the other to the end, so that most passes stay in the caches.
 */
final class LaneFft {
    /** Enough for vector loops, and few enough for the caches. */
    static final int LANES = 32;

    private static final int SHORTEST = 16;

    private final int half;
    private final int[] place;
    private final double[] cos;
    private final double[] sin;

    LaneFft(int length) {
        half = length / 2;
        place = new int[half + 1];
        place[half] = half;
        order(0, half, 0, 1);
        cos = new double[length];
        sin = new double[length];
        for (int i = 0; i < length; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / length);
            sin[i] = Math.sin(2 * Math.PI * i / length);
        }
    }

    static boolean fits(int length) {
        return length >= SHORTEST && Integer.bitCount(length) == 1;
    }

    /** Where the transform leaves each frequency. */
    private void order(int base, int n, int first, int step) {
        if (n == 1) {
            place[first] = base;
            return;
        }
        int radix = n == 2 ? 2 : 4;
        for (int r = 0; r < radix; r++) {
            int rest = radix == 4 ? (r & 1) << 1 | r >> 1 : r;
            order(base + r * n / radix, n / radix, first + rest * step, step * radix);
        }
    }

    /** Room for frames side by side; for one thread at a time. */
    static final class Lanes {
        private final double[][] re;
        private final double[][] im;

        private Lanes(int half, int count) {
            re = new double[half + 1][count];
            im = new double[half + 1][count];
        }

        int count() {
            return re[0].length;
        }
    }

    Lanes lanes(int frames) {
        return new Lanes(half, frames);
    }

    /** Takes windowed frames out of a signal, the first at a start, the next ones a hop further each. */
    void cut(double[] signal, int start, int hop, double[] window, Lanes lanes) {
        for (int i = 0; i < half; i += 2) {
            cutTwo(signal, start + 2 * i, hop, window, i, lanes);
        }
    }

    private static void cutTwo(double[] signal, int start, int hop, double[] window, int i, Lanes lanes) {
        double[] r0 = lanes.re[i];
        double[] i0 = lanes.im[i];
        double[] r1 = lanes.re[i + 1];
        double[] i1 = lanes.im[i + 1];
        double w0 = window[2 * i];
        double w1 = window[2 * i + 1];
        double w2 = window[2 * i + 2];
        double w3 = window[2 * i + 3];
        int from = start;
        for (int lane = 0; lane < r0.length; lane++) {
            r0[lane] = w0 * signal[from];
            i0[lane] = w1 * signal[from + 1];
            r1[lane] = w2 * signal[from + 2];
            i1[lane] = w3 * signal[from + 3];
            from += hop;
        }
    }

    /** The values of all frequencies, frame by frame, real and imaginary parts in turn. */
    void forward(Lanes lanes, double[] out, int offset) {
        transform(lanes.re, lanes.im, 0, half);
        ends(lanes);
        for (int b = 1; b < half / 2; b++) {
            int p = place[b];
            int q = place[half - b];
            unpack(lanes.re[p], lanes.im[p], lanes.re[q], lanes.im[q], 0.5 * cos[b], 0.5 * sin[b]);
        }
        for (int b = 0; b <= half; b++) {
            int to = offset + 2 * b;
            double[] re = lanes.re[place[b]];
            double[] im = lanes.im[place[b]];
            for (int lane = 0; lane < re.length; lane++) {
                out[to] = re[lane];
                out[to + 1] = im[lane];
                to += 2 * (half + 1);
            }
        }
    }

    /** The squared magnitudes of all frequencies, frame by frame. */
    void power(Lanes lanes, float[] out, int offset) {
        transform(lanes.re, lanes.im, 0, half);
        ends(lanes);
        square(lanes.re[0], lanes.im[0]);
        square(lanes.re[half], lanes.im[half]);
        int middle = place[half / 2];
        square(lanes.re[middle], lanes.im[middle]);
        for (int b = 1; b < half / 2; b++) {
            int p = place[b];
            int q = place[half - b];
            unpackSquares(lanes.re[p], lanes.im[p], lanes.re[q], lanes.im[q], 0.5 * cos[b], 0.5 * sin[b]);
        }
        for (int b = 0; b < half; b += 4) {
            putFour(lanes.re, b, out, offset + b);
        }
        double[] last = lanes.re[half];
        for (int lane = 0; lane < last.length; lane++) {
            out[offset + half + lane * (half + 1)] = (float) last[lane];
        }
    }

    private void putFour(double[][] values, int b, float[] out, int offset) {
        double[] p0 = values[place[b]];
        double[] p1 = values[place[b + 1]];
        double[] p2 = values[place[b + 2]];
        double[] p3 = values[place[b + 3]];
        int to = offset;
        for (int lane = 0; lane < p0.length; lane++) {
            out[to] = (float) p0[lane];
            out[to + 1] = (float) p1[lane];
            out[to + 2] = (float) p2[lane];
            out[to + 3] = (float) p3[lane];
            to += half + 1;
        }
    }

    /** The frequencies 0 and n/2, real, from the complex frequency 0; and n/4. */
    private void ends(Lanes lanes) {
        double[] re = lanes.re[0];
        double[] im = lanes.im[0];
        double[] lastRe = lanes.re[half];
        double[] middle = lanes.im[place[half / 2]];
        for (int i = 0; i < re.length; i++) {
            lastRe[i] = re[i] - im[i];
            re[i] += im[i];
            im[i] = 0;
            middle[i] = -middle[i];
        }
    }

    /** The values X[b] and X[m - b] of the real frame of those of the complex one; c and s are halves of e^(-2πib/n). */
    private static void unpack(double[] zr, double[] zi, double[] yr, double[] yi, double c, double s) {
        for (int i = 0; i < zr.length; i++) {
            double er = 0.5 * (zr[i] + yr[i]);
            double ei = 0.5 * (zi[i] - yi[i]);
            double or = zi[i] + yi[i];
            double oi = yr[i] - zr[i];
            double tr = c * or + s * oi;
            double ti = c * oi - s * or;
            zr[i] = er + tr;
            zi[i] = ei + ti;
            yr[i] = er - tr;
            yi[i] = ti - ei;
        }
    }

    /** The squared magnitudes of {@link #unpack}, in the arrays of the real parts. */
    private static void unpackSquares(double[] zr, double[] zi, double[] yr, double[] yi, double c, double s) {
        for (int i = 0; i < zr.length; i++) {
            double er = 0.5 * (zr[i] + yr[i]);
            double ei = 0.5 * (zi[i] - yi[i]);
            double or = zi[i] + yi[i];
            double oi = yr[i] - zr[i];
            double tr = c * or + s * oi;
            double ti = c * oi - s * or;
            zr[i] = (er + tr) * (er + tr) + (ei + ti) * (ei + ti);
            yr[i] = (er - tr) * (er - tr) + (ti - ei) * (ti - ei);
        }
    }

    private static void square(double[] re, double[] im) {
        for (int i = 0; i < re.length; i++) {
            re[i] = re[i] * re[i] + im[i] * im[i];
        }
    }

    private void transform(double[][] re, double[][] im, int base, int n) {
        if (n == 1) {
            return;
        }
        if (n == 2) {
            two(re[base], im[base], re[base + 1], im[base + 1]);
            return;
        }
        int q = n / 4;
        int step = 2 * half / n;
        for (int p = 0; p < q; p++) {
            four(re, im, base + p, q, p * step);
        }
        for (int r = 0; r < 4; r++) {
            transform(re, im, base + r * q, q);
        }
    }

    /** Four values of distance q. The sums of pairs go into the first two blocks, the differences into the others. */
    private void four(double[][] re, double[][] im, int a, int q, int angle) {
        int b = a + q;
        int c = b + q;
        int d = c + q;
        two(re[a], im[a], re[c], im[c]);
        two(re[b], im[b], re[d], im[d]);
        if (angle == 0) {
            two(re[a], im[a], re[b], im[b]);
            quarter(re[c], im[c], re[d], im[d]);
        } else {
            twist(re[a], im[a], re[b], im[b], cos[2 * angle], sin[2 * angle]);
            quarterTwist(re[c], im[c], re[d], im[d], cos[angle], sin[angle], cos[3 * angle], sin[3 * angle]);
        }
    }

    private static void two(double[] ar, double[] ai, double[] br, double[] bi) {
        for (int i = 0; i < ar.length; i++) {
            double r = ar[i];
            double m = ai[i];
            double v = br[i];
            double w = bi[i];
            ar[i] = r + v;
            ai[i] = m + w;
            br[i] = r - v;
            bi[i] = m - w;
        }
    }

    /** {@link #two}, and the difference times c - i·s. */
    private static void twist(double[] ar, double[] ai, double[] br, double[] bi, double c, double s) {
        for (int i = 0; i < ar.length; i++) {
            double r = ar[i];
            double m = ai[i];
            double v = br[i];
            double w = bi[i];
            ar[i] = r + v;
            ai[i] = m + w;
            br[i] = (r - v) * c + (m - w) * s;
            bi[i] = (m - w) * c - (r - v) * s;
        }
    }

    /** a - i·b and a + i·b. */
    private static void quarter(double[] ar, double[] ai, double[] br, double[] bi) {
        for (int i = 0; i < ar.length; i++) {
            double r = ar[i];
            double m = ai[i];
            double v = br[i];
            double w = bi[i];
            ar[i] = r + w;
            ai[i] = m - v;
            br[i] = r - w;
            bi[i] = m + v;
        }
    }

    /** (a - i·b) times c1 - i·s1, and (a + i·b) times c3 - i·s3. */
    private static void quarterTwist(
            double[] ar, double[] ai, double[] br, double[] bi, double c1, double s1, double c3, double s3) {
        for (int i = 0; i < ar.length; i++) {
            double r = ar[i];
            double m = ai[i];
            double v = br[i];
            double w = bi[i];
            ar[i] = (r + w) * c1 + (m - v) * s1;
            ai[i] = (m - v) * c1 - (r + w) * s1;
            br[i] = (r - w) * c3 + (m + v) * s3;
            bi[i] = (m + v) * c3 - (r - w) * s3;
        }
    }
}
