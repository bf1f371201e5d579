/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

/**
 * Keeps the products of a dictionary's atoms below a bound: pair by pair, both atoms are turned by equal angles in their
 * common plane, until a sweep over all pairs finds nothing to do.
 */
final class HostCoherence {
    private static final int MOST_SWEEPS = 50;

    private final double[] d;
    private final int m;
    private final int k;
    private final double bound;

    private HostCoherence(double[] d, int m, int k, double bound) {
        this.d = d;
        this.m = m;
        this.k = k;
        this.bound = bound;
    }

    /** Turns atoms of norm 1, m × k; leaves the tensor alone if no product exceeds the bound. */
    static void bound(Tensor dictionary, double bound) {
        double[] values = new double[dictionary.length()];
        dictionary.read(values);
        HostCoherence pairs = new HostCoherence(values, dictionary.rows(), dictionary.columns(), bound);
        boolean turned = false;
        for (int sweep = 0; sweep < MOST_SWEEPS && pairs.sweep(); sweep++) {
            turned = true;
        }
        if (turned) {
            dictionary.write(values);
        }
    }

    private boolean sweep() {
        boolean turned = false;
        for (int i = 0; i < k; i++) {
            for (int j = i + 1; j < k; j++) {
                double product = product(i, j);
                // Beyond rounding in single precision, so that what was turned is not turned again.
                if (Math.abs(product) > bound + 1e-7) {
                    turn(i, j, product);
                    turned = true;
                }
            }
        }
        return turned;
    }

    private double product(int i, int j) {
        double sum = 0;
        for (int l = 0; l < m; l++) {
            sum += d[l * k + i] * d[l * k + j];
        }
        return sum;
    }

    /** The half sum keeps its direction, the half difference too: only their lengths change. */
    private void turn(int i, int j, double product) {
        double sign = product < 0 ? -1 : 1;
        double size = Math.min(1, Math.abs(product));
        if (1 - size < 1e-12) {
            part(j);
            turn(i, j, product(i, j));
            return;
        }
        double along = 0.5 * Math.sqrt((1 + bound) / (1 + size));
        double across = 0.5 * Math.sqrt((1 - bound) / (1 - size));
        for (int l = 0; l < m; l++) {
            double a = d[l * k + i];
            double b = sign * d[l * k + j];
            double half = along * (a + b);
            double rest = across * (a - b);
            d[l * k + i] = half + rest;
            d[l * k + j] = sign * (half - rest);
        }
    }

    /** Parallel atoms have no common plane: the second is moved a little along the axis that it has least of. */
    private void part(int j) {
        int axis = 0;
        for (int l = 1; l < m; l++) {
            axis = Math.abs(d[l * k + j]) < Math.abs(d[axis * k + j]) ? l : axis;
        }
        d[axis * k + j] += 1e-3;
        double squares = product(j, j);
        for (int l = 0; l < m; l++) {
            d[l * k + j] /= Math.sqrt(squares);
        }
    }
}
