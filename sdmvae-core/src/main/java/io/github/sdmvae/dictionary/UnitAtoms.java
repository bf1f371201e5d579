/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.dictionary;

import java.util.Arrays;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.jspecify.annotations.Nullable;

/**
 * Brings the atoms of a network to norm 1: the rows of {@code A = Dᵀ W}, W being the weights (m × h) of the layer behind the
 * dictionary D (m × k). Row j is what one unit of code entry j adds to that layer's input.
 *
 * <p>With D = I every row of W is divided by its norm. Else W becomes {@code (I + D diag(l) Dᵀ) W}, the nearest weights to
 * first order, with l found by Newton's method: k equations {@code ‖A_j‖² = 1} in k unknowns. Not thread-safe.
 */
public final class UnitAtoms {
    private static final int ITERATIONS = 50;
    /** Of squared norms; single precision keeps less. */
    private static final double CLOSE = 1e-10;

    private static final double ACCEPTED = 1e-5;
    private static final double SHORTEST = 1e-12;
    /** Part of the mean diagonal that keeps the equations solvable where atoms are equal. */
    private static final double RIDGE = 1e-12;

    private final int m;
    private final int k;
    private final int h;
    private final double[] atoms;
    private final double[] gram;

    /**
     * Prepares for weights of one shape.
     *
     * @param m rows of D and W
     * @param k columns of D
     * @param h columns of W
     */
    public UnitAtoms(int m, int k, int h) {
        this.m = m;
        this.k = k;
        this.h = h;
        this.atoms = new double[k * h];
        this.gram = new double[k * k];
    }

    /**
     * Changes weights so that all atoms have norm 1, to about 1e-10. Weights that are not finite stay as they are: a
     * training that diverged is told by its loss.
     *
     * @param dictionary m × k, row by row; null for the identity
     * @param weight m × h, row by row; changed
     * @throws IllegalStateException if an atom vanishes, or if no weights near these ones give all k atoms norm 1
     */
    public void project(double @Nullable [] dictionary, double[] weight) {
        if (!Double.isFinite(squares(weight, 0, weight.length))) {
            return;
        }
        if (dictionary == null) {
            unitRows(weight);
        } else {
            unitProducts(dictionary, weight);
        }
    }

    private void unitProducts(double[] dictionary, double[] weight) {
        products(dictionary);
        update(dictionary, weight);
        scale(weight, Math.sqrt(k / squares(atoms, 0, atoms.length)));
        double worst = update(dictionary, weight);
        for (int i = 0; i < ITERATIONS && worst > CLOSE; i++) {
            newton(dictionary, weight);
            worst = update(dictionary, weight);
        }
        if (!(worst < ACCEPTED)) {
            throw new IllegalStateException("the " + k + " atoms of the dictionary in " + m
                    + " dimensions cannot all have norm 1 where the code enters the decoder (" + h
                    + " units): a squared norm is off by " + worst);
        }
    }

    private void unitRows(double[] weight) {
        for (int j = 0; j < m; j++) {
            double norm = Math.sqrt(squares(weight, j * h, h));
            requireLength(j, norm);
            for (int c = j * h; c < (j + 1) * h; c++) {
                weight[c] /= norm;
            }
        }
    }

    private static void requireLength(int atom, double norm) {
        if (!(norm > SHORTEST)) {
            throw new IllegalStateException(
                    "atom " + atom + " cannot be brought to norm 1: its weights behind the dictionary are " + norm);
        }
    }

    private static double squares(double[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i] * values[i];
        }
        return sum;
    }

    private static void scale(double[] values, double factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /** DᵀD. */
    private void products(double[] dictionary) {
        Arrays.fill(gram, 0);
        for (int l = 0; l < m; l++) {
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    gram[i * k + j] += dictionary[l * k + i] * dictionary[l * k + j];
                }
            }
        }
    }

    /** A = Dᵀ W; returns how far a squared norm is from 1 at most. */
    private double update(double[] dictionary, double[] weight) {
        Arrays.fill(atoms, 0);
        for (int l = 0; l < m; l++) {
            for (int j = 0; j < k; j++) {
                addScaled(atoms, j * h, weight, l * h, dictionary[l * k + j]);
            }
        }
        double worst = 0;
        for (int j = 0; j < k; j++) {
            double square = squares(atoms, j * h, h);
            requireLength(j, Math.sqrt(square));
            worst = Math.max(worst, Math.abs(square - 1));
        }
        return worst;
    }

    private void addScaled(double[] target, int to, double[] source, int from, double factor) {
        for (int c = 0; c < h; c++) {
            target[to + c] += factor * source[from + c];
        }
    }

    /** One step: the rows of A change by {@code (DᵀD diag(l)) A}, their squared norms by twice its products with A. */
    private void newton(double[] dictionary, double[] weight) {
        double[] change = solve();
        for (int j = 0; j < k; j++) {
            for (int l = 0; l < m; l++) {
                addScaled(weight, l * h, atoms, j * h, dictionary[l * k + j] * change[j]);
            }
        }
    }

    private double[] solve() {
        double[][] equations = new double[k][k];
        double[] missing = new double[k];
        double trace = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j <= i; j++) {
                equations[i][j] = 2 * gram[i * k + j] * inner(i, j);
                equations[j][i] = equations[i][j];
            }
            missing[i] = 1 - inner(i, i);
            trace += equations[i][i];
        }
        for (int i = 0; i < k; i++) {
            equations[i][i] += RIDGE * trace / k;
        }
        return new CholeskyDecomposition(MatrixUtils.createRealMatrix(equations), SHORTEST, 0)
                .getSolver()
                .solve(new ArrayRealVector(missing, false))
                .toArray();
    }

    private double inner(int i, int j) {
        double sum = 0;
        for (int c = 0; c < h; c++) {
            sum += atoms[i * h + c] * atoms[j * h + c];
        }
        return sum;
    }
}
