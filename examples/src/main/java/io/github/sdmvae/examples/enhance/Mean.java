/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import java.util.List;

/**
 * Mean and standard error of figures of mixtures.
 *
 * @param mean NaN without values
 * @param error deviation (divisor n − 1) over √n; NaN with fewer than two values
 * @param count of values
 */
record Mean(double mean, double error, int count) {

    /** Of those that are defined. */
    static Mean of(List<Double> values) {
        double[] defined =
                values.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
        int n = defined.length;
        double mean = n == 0 ? Double.NaN : java.util.Arrays.stream(defined).sum() / n;
        double squares = java.util.Arrays.stream(defined)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return new Mean(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
    }

    /** For instance {@code +4.20 ± 0.89}. */
    String signed(int decimals) {
        String text = Decibels.signed(mean, decimals);
        return Double.isNaN(error) ? text : text + " ± " + Decibels.text(error, decimals);
    }
}
