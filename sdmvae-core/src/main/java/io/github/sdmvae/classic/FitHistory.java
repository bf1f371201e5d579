/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.List;

/**
 * How a model was fitted: the start that was kept.
 *
 * @param objectives inertia or mean log-likelihood, as in {@link IterationReport#objective}, at the start and after
 *     every update; empty for a model of given parameters
 * @param converged whether the fit ended by itself, not at its last allowed iteration
 */
public record FitHistory(List<Double> objectives, boolean converged) {
    /**
     * Copies the list.
     *
     * @param objectives by iteration
     * @param converged whether the fit ended by itself
     */
    public FitHistory {
        objectives = List.copyOf(objectives);
    }

    static FitHistory none() {
        return new FitHistory(List.of(), false);
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
