/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/**
 * Loops of the mixture that the JIT turns into vector instructions: it does so where all arrays are read at one index, and not
 * where one of them is read at an offset of its own (eight times slower on JDK 17), so that stretches are copied to the scratch's
 * beginning first.
 */
final class CpuMixtureMath {
    private static final int TERMS = 2;
    private static final int POWER = 8;
    /** Terms that are added in single precision before the sum goes on in double. */
    private static final int SHORT = 64;

    private CpuMixtureMath() {}

    /**
     * {@code Σ_f (log u + p/u)} of rows; their powers are copied to the scratch's beginning.
     *
     * @param u from index 0 on, normal numbers above zero
     * @param power from the index on
     * @param first index of the first power
     * @param rows how many
     * @param bins F
     * @param scratch slots 2 and 8 are overwritten
     * @param loss receives a sum per row
     * @param row where the first goes
     */
    static void loss(
            float[] u, float[] power, int first, int rows, int bins, CpuScratch scratch, double[] loss, int row) {
        float[] p = stretch(power, first, rows * bins, POWER, scratch);
        loss(u, p, rows, bins, scratch, loss, row);
    }

    /** The same with powers from index 0 on. */
    static void loss(float[] u, float[] p, int rows, int bins, CpuScratch scratch, double[] loss, int row) {
        int n = rows * bins;
        float[] terms = scratch.array(TERMS, n);
        ratios(p, u, terms, n);
        for (int t = 0; t < rows; t++) {
            loss[row + t] = LogProduct.of(u, t * bins, bins) + sum(terms, t * bins, bins);
        }
    }

    /** A sum in short stretches of single precision. */
    static double sum(float[] values, int first, int count) {
        double sum = 0;
        for (int at = 0; at < count; at += SHORT) {
            sum += FastMath.sum(values, first + at, Math.min(SHORT, count - at));
        }
        return sum;
    }

    /** A stretch of values in a slot of the scratch, from index 0 on. */
    static float[] stretch(float[] values, int first, int n, int slot, CpuScratch scratch) {
        float[] copy = scratch.array(slot, n);
        System.arraycopy(values, first, copy, 0, n);
        return copy;
    }

    /** {@code u = gain · u + rest} from one index to another. */
    static void scaleAndAdd(float gain, float[] u, float[] rest, int from, int to) {
        for (int i = from; i < to; i++) {
            u[i] = gain * u[i] + rest[i];
        }
    }

    /** {@code target += factor · values} from one index to another. */
    static void addScaled(float factor, float[] values, float[] target, int from, int to) {
        for (int i = from; i < to; i++) {
            target[i] += factor * values[i];
        }
    }

    /** u becomes 1/u, which is added to a sum, and its square to another. */
    static void addInverses(float[] u, float[] sum, float[] square, int n) {
        for (int i = 0; i < n; i++) {
            float one = 1 / u[i];
            u[i] = one;
            sum[i] += one;
            square[i] += one * one;
        }
    }

    /** Adds values and their squares to sums. */
    static void addSquares(float[] values, float[] sum, float[] square, int n) {
        for (int i = 0; i < n; i++) {
            float one = values[i];
            sum[i] += one;
            square[i] += one * one;
        }
    }

    /** Sums become means, and the squares' are multiplied by the power. */
    static void means(float each, float[] power, float[] inverse, float[] square, int n) {
        for (int i = 0; i < n; i++) {
            inverse[i] *= each;
            square[i] *= each * power[i];
        }
    }

    /** {@code ratios = s / u}. */
    static void ratios(float[] s, float[] u, float[] ratios, int n) {
        for (int i = 0; i < n; i++) {
            ratios[i] = s[i] / u[i];
        }
    }

    /** {@code ratios *= p / u}. */
    static void timesRatios(float[] power, float[] u, float[] ratios, int n) {
        for (int i = 0; i < n; i++) {
            ratios[i] *= power[i] / u[i];
        }
    }

    /** {@code sum += gain · s / u}. */
    static void addRatios(float gain, float[] s, float[] u, int first, float[] sum, int n) {
        for (int i = 0; i < n; i++) {
            sum[first + i] += gain * s[first + i] / u[first + i];
        }
    }
}
