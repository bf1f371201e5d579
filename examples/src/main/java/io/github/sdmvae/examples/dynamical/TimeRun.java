/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One training and what it gave.
 *
 * @param model id of the model
 * @param seed of weights, shuffling and noise
 * @param epochs done
 * @param bestEpoch whose parameters were scored
 * @param figures by key of {@link TimeFigure}
 */
record TimeRun(String model, long seed, int epochs, int bestEpoch, Map<String, Double> figures) {
    TimeRun {
        figures = new LinkedHashMap<>(figures);
    }

    double of(TimeFigure figure) {
        return figures.getOrDefault(figure.key(), Double.NaN);
    }
}
