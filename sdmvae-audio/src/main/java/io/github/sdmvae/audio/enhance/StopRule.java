/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.List;

/**
 * When to stop before all iterations are done: when the mean of the last {@code window} costs lies less than {@code least}
 * under the mean of as many before.
 *
 * @param window costs in a mean, at least 1
 * @param least nats per frame and frequency, at least 0; infinity stops as soon as allowed
 * @param after iterations that are done in any case, at least two windows
 */
public record StopRule(int window, double least, int after) {
    /**
     * Checks the ranges.
     *
     * @param window costs in a mean
     * @param least nats per frame and frequency
     * @param after iterations that are done in any case
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public StopRule {
        if (window < 1 || window > 10_000) {
            throw new IllegalArgumentException("window must be between 1 and 10000, got " + window);
        }
        if (!(least >= 0)) {
            throw new IllegalArgumentException("least must be at least 0, got " + least);
        }
        if (after < 2 * window) {
            throw new IllegalArgumentException(
                    "after must be at least two windows, " + 2 * window + " iterations, got " + after);
        }
    }

    /**
     * Means of 5 costs that differ by less than 0.001, after 10 iterations.
     *
     * @return the rule
     */
    public static StopRule settled() {
        return new StopRule(5, 1e-3, 10);
    }

    /** Whether to stop after these costs. */
    boolean stops(List<Double> costs) {
        int n = costs.size();
        return n >= after && mean(costs, n - 2 * window) - mean(costs, n - window) < least;
    }

    private double mean(List<Double> costs, int from) {
        return costs.subList(from, from + window).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
