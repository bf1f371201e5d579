/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;

/** Decompositions of small symmetric matrices. */
final class Matrices {
    private static final double SYMMETRY = 1e-9;
    private static final double NEGLIGIBLE = 1e-30;

    private Matrices() {}

    /** Eigenvalues, largest first, and the eigenvectors in the columns of a matrix. */
    @SuppressWarnings("ArrayRecordComponent") // internal: never compared
    record Eigen(double[] values, double[][] vectors) {}

    static Eigen eigen(double[][] symmetric) {
        // Scaled to trace d: the decomposition treats entries below absolute limits as zero.
        double scale = trace(symmetric) / symmetric.length;
        if (!(scale > 0)) {
            return new Eigen(new double[symmetric.length], identity(symmetric.length));
        }
        EigenDecomposition eigen = new EigenDecomposition(MatrixUtils.createRealMatrix(scaled(symmetric, 1 / scale)));
        double[] values = eigen.getRealEigenvalues();
        for (int i = 0; i < values.length; i++) {
            values[i] *= scale;
        }
        return new Eigen(values, eigen.getV().getData());
    }

    /** Without what lies far below the rounding of the largest entries: the decomposition can make NaN of it. */
    private static double[][] scaled(double[][] matrix, double factor) {
        double[][] scaled = combine(factor, matrix, 0, matrix);
        for (double[] row : scaled) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.abs(row[j]) < NEGLIGIBLE ? 0 : row[j];
            }
        }
        return scaled;
    }

    /**
     * The lower factor L of a symmetric positive definite matrix L Lᵀ.
     *
     * @throws IllegalArgumentException if it is not positive definite
     */
    static double[][] cholesky(String what, double[][] matrix) {
        try {
            return new CholeskyDecomposition(MatrixUtils.createRealMatrix(symmetric(matrix)), SYMMETRY, 0)
                    .getL()
                    .getData();
        } catch (NonPositiveDefiniteMatrixException e) {
            throw new IllegalArgumentException(what + " must be positive definite: " + e.getMessage(), e);
        }
    }

    /** The mean with the transpose: exact symmetry, which rounding may have spoilt. */
    private static double[][] symmetric(double[][] matrix) {
        int d = matrix.length;
        double[][] symmetric = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                symmetric[i][j] = 0.5 * (matrix[i][j] + matrix[j][i]);
            }
        }
        return symmetric;
    }

    /** For matrices given by a user. */
    static void requireSymmetric(String what, double[][] matrix) {
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < i; j++) {
                double limit = SYMMETRY * Math.sqrt(Math.abs(matrix[i][i] * matrix[j][j]));
                if (Math.abs(matrix[i][j] - matrix[j][i]) > limit) {
                    throw new IllegalArgumentException(what + " must be symmetric, entries " + i + "," + j + " and " + j
                            + "," + i + " are " + matrix[i][j] + " and " + matrix[j][i]);
                }
            }
        }
    }

    /** Inverse and log-determinant of a symmetric positive definite matrix. */
    @SuppressWarnings("ArrayRecordComponent") // internal: never compared
    record Inverse(double[][] matrix, double logDeterminant) {}

    static Inverse invert(double[][] matrix) {
        RealMatrix symmetric = MatrixUtils.createRealMatrix(symmetric(matrix));
        CholeskyDecomposition cholesky = new CholeskyDecomposition(symmetric, SYMMETRY, 0);
        double[][] lower = cholesky.getL().getData();
        double log = 0;
        for (int i = 0; i < lower.length; i++) {
            log += 2 * StrictMath.log(lower[i][i]);
        }
        return new Inverse(cholesky.getSolver().getInverse().getData(), log);
    }

    static double[][] product(double[][] a, double[][] b) {
        return MatrixUtils.createRealMatrix(a)
                .multiply(MatrixUtils.createRealMatrix(b))
                .getData();
    }

    /** Aᵀ B. */
    static double[][] transposedProduct(double[][] a, double[][] b) {
        return MatrixUtils.createRealMatrix(a)
                .transpose()
                .multiply(MatrixUtils.createRealMatrix(b))
                .getData();
    }

    /** s A + t B. */
    static double[][] combine(double s, double[][] a, double t, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                sum[i][j] = s * a[i][j] + t * b[i][j];
            }
        }
        return sum;
    }

    static double[][] identity(int size) {
        return MatrixUtils.createRealIdentityMatrix(size).getData();
    }

    static double trace(double[][] matrix) {
        double trace = 0;
        for (int i = 0; i < matrix.length; i++) {
            trace += matrix[i][i];
        }
        return trace;
    }

    /** Σ over columns c of value_c v_c v_cᵀ. */
    static double[][] compose(double[] values, double[][] vectors) {
        int d = vectors.length;
        double[][] matrix = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int c = 0; c < values.length; c++) {
                    sum += values[c] * vectors[i][c] * vectors[j][c];
                }
                matrix[i][j] = sum;
                matrix[j][i] = sum;
            }
        }
        return matrix;
    }

    /** Solves L y = x for lower triangular L; x and y may be the same array. */
    static void forwardSubstitute(double[][] lower, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            double[] row = lower[i];
            double sum = x[i];
            for (int j = 0; j < i; j++) {
                sum -= row[j] * y[j];
            }
            y[i] = sum / row[i];
        }
    }

    static double[][] transpose(double[][] matrix) {
        return MatrixUtils.createRealMatrix(matrix).transpose().getData();
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double squaredNorm(double[] vector) {
        return dot(vector, vector);
    }
}
