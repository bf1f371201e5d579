/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import io.github.sdmvae.data.FrameSource;

/** Checks of settings and matrices: what, allowed range, what came. */
final class Checks {
    private Checks() {}

    static void requireAtLeast(String what, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", got " + value);
        }
    }

    static void requireNonNegative(String what, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and at least 0, got " + value);
        }
    }

    static void requirePositive(String what, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(what + " must be finite and above 0, got " + value);
        }
    }

    static void requireSquare(String what, double[][] matrix) {
        if (matrix.length != matrix[0].length) {
            throw new IllegalArgumentException(what + " must be " + matrix[0].length + " × " + matrix[0].length
                    + ", it has " + matrix.length + " rows");
        }
    }

    static void requireRows(String model, FrameSource data, int least, String parts) {
        if (data.size() < least || data.size() == 0) {
            throw new IllegalArgumentException(model + " needs at least as many rows as " + parts + ", got "
                    + data.size() + " rows for " + least + " " + parts);
        }
    }

    static double[][] copyOfMatrix(String what, double[][] matrix, int columns) {
        requireAtLeast("rows of " + what, matrix.length, 1);
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = copyOfVector(what + ", row " + i, matrix[i], columns);
        }
        return copy;
    }

    static double[] copyOfVector(String what, double[] vector, int length) {
        if (vector.length != length || length == 0) {
            throw new IllegalArgumentException(
                    what + " must have " + Math.max(1, length) + " values, got " + vector.length);
        }
        for (double value : vector) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(what + " must be finite, it holds " + value);
            }
        }
        return vector.clone();
    }

    static double[][] copy(double[][] matrix) {
        double[][] copy = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }
}
