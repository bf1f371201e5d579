/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * The complex Fourier transform of a column of rows, in single precision and in place: its value k is the whole array
 * {@code re[k], im[k]}. Entries of a row do not touch one another.
 *
 * <p>Radix 4 with decimation in frequency, natural order in, {@link #place} out. Every operation is a loop over whole arrays
 * by one index, which the JIT (of Java 17 on) turns into vector instructions as long as it is short, about 45 operations,
 * and no operand is read by two operations of the same kind that differ in their other, loop-invariant operand: it might pair
 * the wrong ones and give up. That is why {@link #turn} multiplies each value once as it is and once with its sign changed.
 */
final class RowFft {
    private final int size;
    private final int[] place;
    private final float[] cos;
    private final float[] sin;

    /** @param size rows, a power of two */
    RowFft(int size) {
        this.size = size;
        place = new int[size];
        order(0, size, 0, 1);
        cos = new float[size];
        sin = new float[size];
        for (int i = 0; i < size; i++) {
            cos[i] = (float) Math.cos(2 * Math.PI * i / size);
            sin[i] = (float) Math.sin(2 * Math.PI * i / size);
        }
    }

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

    /** The row that holds a frequency after the transform. */
    int place(int frequency) {
        return place[frequency];
    }

    /** Transforms. With the two arrays exchanged it is the inverse, times the number of rows. */
    void transform(float[][] re, float[][] im) {
        transform(re, im, 0, size);
    }

    private void transform(float[][] re, float[][] im, int base, int n) {
        if (n == 1) {
            return;
        }
        if (n == 2) {
            two(re[base], im[base], re[base + 1], im[base + 1]);
            return;
        }
        int q = n / 4;
        int step = size / n;
        for (int p = 0; p < q; p++) {
            four(re, im, base + p, q, p * step);
        }
        for (int r = 0; r < 4; r++) {
            transform(re, im, base + r * q, q);
        }
    }

    /** Four values of distance q. The sums of pairs go into the first two blocks, the differences into the others. */
    private void four(float[][] re, float[][] im, int a, int q, int angle) {
        int b = a + q;
        int c = b + q;
        int d = c + q;
        sums(re[a], re[b], re[c], re[d]);
        sums(im[a], im[b], im[c], im[d]);
        if (angle == 0) {
            quarter(re[c], im[c], re[d], im[d]);
        } else {
            turn(re[b], im[b], cos[2 * angle], sin[2 * angle]);
            quarterTurn(re[c], im[c], re[d], im[d], cos[angle], sin[angle], cos[3 * angle], sin[3 * angle]);
        }
    }

    /** (a + c) + (b + d), (a + c) - (b + d), a - c and b - d. */
    private static void sums(float[] a, float[] b, float[] c, float[] d) {
        for (int i = 0; i < a.length; i++) {
            float even = a[i] + c[i];
            float first = a[i] - c[i];
            float odd = b[i] + d[i];
            float second = b[i] - d[i];
            a[i] = even + odd;
            b[i] = even - odd;
            c[i] = first;
            d[i] = second;
        }
    }

    /** The sum and the difference. */
    private static void two(float[] ar, float[] ai, float[] br, float[] bi) {
        for (int i = 0; i < ar.length; i++) {
            float r = ar[i];
            float m = ai[i];
            float v = br[i];
            float w = bi[i];
            ar[i] = r + v;
            ai[i] = m + w;
            br[i] = r - v;
            bi[i] = m - w;
        }
    }

    /** A row times c - i·s. */
    private static void turn(float[] re, float[] im, float c, float s) {
        for (int i = 0; i < re.length; i++) {
            float r = re[i];
            float m = im[i];
            re[i] = r * c - (0 - m) * s;
            im[i] = m * c + (0 - r) * s;
        }
    }

    /** a - i·b and a + i·b. */
    private static void quarter(float[] ar, float[] ai, float[] br, float[] bi) {
        for (int i = 0; i < ar.length; i++) {
            float r = ar[i];
            float m = ai[i];
            float v = br[i];
            float w = bi[i];
            ar[i] = r + w;
            ai[i] = m - v;
            br[i] = r - w;
            bi[i] = m + v;
        }
    }

    /** (a - i·b) times c1 - i·s1, and (a + i·b) times c3 - i·s3. */
    private static void quarterTurn(
            float[] ar, float[] ai, float[] br, float[] bi, float c1, float s1, float c3, float s3) {
        for (int i = 0; i < ar.length; i++) {
            float r = ar[i];
            float m = ai[i];
            float v = br[i];
            float w = bi[i];
            ar[i] = (r + w) * c1 + (m - v) * s1;
            ai[i] = (m - v) * c1 - (r + w) * s1;
            br[i] = (r - w) * c3 + (m + v) * s3;
            bi[i] = (m + v) * c3 - (r - w) * s3;
        }
    }
}
