/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;

/** Atoms as columns of m × k row-major values: how they are made, and how far apart they are. */
final class Atoms {
    private static final double STORED_NORM_TOLERANCE = 1e-3;

    private Atoms() {}

    static double[] identity(int m) {
        double[] values = new double[Math.multiplyExact(m, m)];
        for (int i = 0; i < m; i++) {
            values[i * m + i] = 1;
        }
        return values;
    }

    /** Column r holds {@code cos(l·π·r/k)}, less its mean, of unit norm; r from 1, or from 0 with the constant one first. */
    static double[] cosines(int m, int k, boolean constantFirst) {
        double[] values = new double[Math.multiplyExact(m, k)];
        for (int column = 0; column < k; column++) {
            int r = constantFirst ? column : column + 1;
            for (int l = 0; l < m; l++) {
                values[l * k + column] = Math.cos(l * Math.PI * r / k);
            }
            if (r > 0) {
                Columns.subtractMean(values, m, k, column);
            }
            Columns.normalise(values, m, k, column);
        }
        return values;
    }

    /** The columns of a matrix of at least one value, of unit norm. */
    static double[] of(double[][] matrix) {
        int m = matrix.length;
        int k = matrix[0].length;
        double[] values = new double[Math.multiplyExact(m, k)];
        for (int row = 0; row < m; row++) {
            if (matrix[row].length != k) {
                throw new IllegalArgumentException("all rows of a dictionary must have " + k
                        + " values like row 0, row " + row + " has " + matrix[row].length);
            }
            System.arraycopy(matrix[row], 0, values, row * k, k);
        }
        for (int column = 0; column < k; column++) {
            Columns.normalise(values, m, k, column);
        }
        return values;
    }

    /** Normal entries, columns of unit norm, rounded to single precision. */
    static double[] random(int m, int k, long seed) {
        double[] values = new double[Math.multiplyExact(m, k)];
        float[] normal = new float[values.length];
        CounterNoise.normal(CounterNoise.key(seed, Purpose.WEIGHTS), 0, normal, 0, normal.length);
        for (int i = 0; i < values.length; i++) {
            values[i] = normal[i];
        }
        for (int column = 0; column < k; column++) {
            Columns.normalise(values, m, k, column);
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) values[i];
        }
        return values;
    }

    /** Refuses columns that are not of unit norm as stored ones are. */
    static void requireUnitNorm(double[] values, int m, int k) {
        for (int column = 0; column < k; column++) {
            double norm = Columns.norm(values, m, k, column);
            if (!(Math.abs(norm - 1) < STORED_NORM_TOLERANCE)) {
                throw new IllegalArgumentException(
                        "column " + column + " of a stored dictionary must have norm 1, it has " + norm);
            }
        }
    }

    /** No k unit vectors in m dimensions have a smaller coherence (Welch 1974). */
    static double welchBound(int m, int k) {
        return k <= m ? 0 : Math.sqrt((k - m) / (m * (k - 1.0)));
    }

    /** The largest product of two different columns, in absolute value. */
    static double coherence(double[] values, int m, int k) {
        double largest = 0;
        for (int i = 0; i < k; i++) {
            for (int j = i + 1; j < k; j++) {
                largest = Math.max(largest, Math.abs(product(values, m, k, i, j)));
            }
        }
        return largest;
    }

    private static double product(double[] values, int m, int k, int i, int j) {
        double sum = 0;
        for (int l = 0; l < m; l++) {
            sum += values[l * k + i] * values[l * k + j];
        }
        return sum;
    }
}
