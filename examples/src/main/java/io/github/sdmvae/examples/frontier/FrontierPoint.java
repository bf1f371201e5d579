/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.paper.Spread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A model with one m and its figures, one run per seed.
 *
 * @param model which
 * @param latent m
 * @param runs figures by seed
 */
record FrontierPoint(FrontierModel model, int latent, Map<Long, Map<String, Double>> runs) {

    /**
     * One run.
     *
     * @param model which
     * @param latent m
     * @param seed of weights, shuffling and noise
     * @param figures by key
     */
    record Run(FrontierModel model, int latent, long seed, Map<String, Double> figures) {}

    FrontierPoint {
        runs = new TreeMap<>(runs);
    }

    /** Runs of one model and m together, in the order in which they first come, small m first. */
    static List<FrontierPoint> of(List<Run> runs) {
        Function<Run, String> same = run -> run.latent() + " " + run.model().id();
        return runs.stream()
                .collect(Collectors.groupingBy(same, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(FrontierPoint::together)
                .sorted(java.util.Comparator.comparingInt(FrontierPoint::latent))
                .toList();
    }

    private static FrontierPoint together(List<Run> runs) {
        Map<Long, Map<String, Double>> figures = new TreeMap<>();
        runs.forEach(run -> figures.put(run.seed(), run.figures()));
        return new FrontierPoint(runs.get(0).model(), runs.get(0).latent(), figures);
    }

    Spread of(String key) {
        return Spread.of(runs.values().stream()
                .map(figures -> figures.getOrDefault(key, Double.NaN))
                .toList());
    }

    /** Differences to another model, seed by seed. */
    Spread minus(FrontierPoint other, String key) {
        return Spread.of(runs.entrySet().stream()
                .filter(run -> other.runs.containsKey(run.getKey()))
                .map(run -> run.getValue().getOrDefault(key, Double.NaN)
                        - Objects.requireNonNull(other.runs.get(run.getKey())).getOrDefault(key, Double.NaN))
                .toList());
    }
}
