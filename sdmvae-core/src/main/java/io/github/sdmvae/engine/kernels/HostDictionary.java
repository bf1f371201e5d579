/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import org.jspecify.annotations.Nullable;

/** What learning a dictionary takes beside products, in double precision on plain arrays. */
final class HostDictionary {
    /** Columns shorter than this have no direction left to keep. */
    private static final double SHORTEST = 1e-20;

    private HostDictionary() {}

    /**
     * The penalty {@code weight ‖DᵀD - I‖²} off the diagonal; adds its gradient {@code 4 weight D (DᵀD - I)}.
     */
    static double coherence(Tensor dictionary, double weight, @Nullable Tensor dDictionary) {
        double[] d = read(dictionary);
        int k = dictionary.columns();
        double[] products = offDiagonalProducts(d, dictionary.rows(), k);
        if (dDictionary != null) {
            double[] gradient = read(dDictionary);
            for (int l = 0; l < dictionary.rows(); l++) {
                for (int i = 0; i < k; i++) {
                    addScaled(gradient, l * k, products, i * k, k, 4 * weight * d[l * k + i]);
                }
            }
            dDictionary.write(gradient);
        }
        double sum = 0;
        for (double p : products) {
            sum += p * p;
        }
        return weight * sum;
    }

    private static void addScaled(double[] target, int to, double[] source, int from, int n, double factor) {
        for (int j = 0; j < n; j++) {
            target[to + j] += factor * source[from + j];
        }
    }

    private static double[] offDiagonalProducts(double[] d, int m, int k) {
        double[] products = new double[k * k];
        for (int l = 0; l < m; l++) {
            for (int i = 0; i < k; i++) {
                addScaled(products, i * k, d, l * k, k, d[l * k + i]);
            }
        }
        for (int i = 0; i < k; i++) {
            products[i * k + i] = 0;
        }
        return products;
    }

    /** Scales every column to norm 1. */
    static void unitColumns(Tensor dictionary) {
        int k = dictionary.columns();
        double[] d = read(dictionary);
        for (int column = 0; column < k; column++) {
            double squares = 0;
            for (int at = column; at < d.length; at += k) {
                squares += d[at] * d[at];
            }
            double norm = Math.sqrt(squares);
            for (int at = column; at < d.length && norm > SHORTEST; at += k) {
                d[at] /= norm;
            }
        }
        dictionary.write(d);
    }

    private static double[] read(Tensor tensor) {
        double[] values = new double[tensor.length()];
        tensor.read(values);
        return values;
    }
}
