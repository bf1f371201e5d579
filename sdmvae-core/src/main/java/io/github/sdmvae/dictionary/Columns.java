/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

/** Columns of an m × k matrix that lies row by row. */
final class Columns {
    private static final double MIN_NORM = 1e-12;

    private Columns() {}

    static void subtractMean(double[] values, int m, int k, int column) {
        double mean = 0;
        for (int l = 0; l < m; l++) {
            mean += values[l * k + column] / m;
        }
        for (int l = 0; l < m; l++) {
            values[l * k + column] -= mean;
        }
    }

    static double norm(double[] values, int m, int k, int column) {
        double squares = 0;
        for (int l = 0; l < m; l++) {
            squares += values[l * k + column] * values[l * k + column];
        }
        return Math.sqrt(squares);
    }

    static void normalise(double[] values, int m, int k, int column) {
        double norm = norm(values, m, k, column);
        if (!(norm > MIN_NORM) || Double.isInfinite(norm)) {
            throw new IllegalArgumentException(
                    "column " + column + " of the dictionary must have a finite norm above zero, it is " + norm);
        }
        for (int l = 0; l < m; l++) {
            values[l * k + column] /= norm;
        }
    }
}
