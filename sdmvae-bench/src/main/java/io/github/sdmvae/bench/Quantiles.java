/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values, one per round, and their quantiles. */
final class Quantiles {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double quantile(double share) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }

    /** The ratios of values of the same rounds. */
    Quantiles over(Quantiles other) {
        Quantiles ratios = new Quantiles();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }
}
