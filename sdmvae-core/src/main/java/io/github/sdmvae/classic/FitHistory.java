/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.List;

/**
 * How a model was fitted: the start that was kept.
 *
 * @param objectives inertia or mean log-likelihood, as in {@link IterationReport#objective}, at the start and after
 *     every update; empty for a model of given parameters
 * @param converged whether the fit ended by itself, not at its last allowed iteration; says nothing of floors
 * @param floors where the variance floor acts in the fitted model, at most one entry per component; empty where it does
 *     not, and for {@link KMeans}
 */
public record FitHistory(List<Double> objectives, boolean converged, List<FloorAction> floors) {
    /**
     * Copies the lists.
     *
     * @param objectives by iteration
     * @param converged whether the fit ended by itself
     * @param floors by component
     */
    public FitHistory {
        objectives = List.copyOf(objectives);
        floors = List.copyOf(floors);
    }

    static FitHistory none() {
        return new FitHistory(List.of(), false, List.of());
    }

    /**
     * The number of updates.
     *
     * @return at least 0
     */
    public int iterations() {
        return Math.max(0, objectives.size() - 1);
    }

    /**
     * The objective of the fitted model on its training data.
     *
     * @return the last of the objectives; NaN for a model of given parameters
     */
    public double last() {
        return objectives.isEmpty() ? Double.NaN : objectives.get(objectives.size() - 1);
    }
}
