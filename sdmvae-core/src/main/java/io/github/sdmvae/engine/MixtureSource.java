/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.graph.ModelGraph;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A source of a mixture: a model of power spectra, whose decoder gives log-variances.
 *
 * @param graph the model
 * @param parameters of the model, allocated by the engine that compiles the mixture
 * @param objective with which the encoder of a model of time is compiled; not needed where rows stand alone
 */
public record MixtureSource(
        ModelGraph graph, Parameters parameters, @Nullable Objective objective) {
    /**
     * Checks that nothing is missing.
     *
     * @param graph the model
     * @param parameters of the model
     * @param objective with which the encoder of a model of time is compiled
     */
    public MixtureSource {
        Objects.requireNonNull(graph, "graph");
        Objects.requireNonNull(parameters, "parameters");
        if (graph.isOverTime()) {
            Objects.requireNonNull(objective, "objective of a model of time");
        }
    }

    /**
     * A source whose rows stand alone.
     *
     * @param graph the model
     * @param parameters of the model
     */
    public MixtureSource(ModelGraph graph, Parameters parameters) {
        this(graph, parameters, null);
    }

    /**
     * Whether one of some sources is a model of time, so that the rows of a tile are frames of one sequence.
     *
     * @param sources of a mixture
     * @return true if at least one is
     */
    public static boolean anyOverTime(List<MixtureSource> sources) {
        return sources.stream().anyMatch(source -> source.graph().isOverTime());
    }

    /**
     * F, the number of frequencies.
     *
     * @return values per row of the model
     */
    public int bins() {
        return graph.input().width();
    }

    /**
     * The number of frequencies that all sources have.
     *
     * @param sources at least one
     * @return F
     * @throws IllegalArgumentException if there is none, or they differ, naming both
     */
    public static int bins(List<MixtureSource> sources) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs at least one source");
        }
        int bins = sources.get(0).bins();
        for (MixtureSource source : sources) {
            if (source.bins() != bins) {
                throw new IllegalArgumentException("all sources of a mixture must have the same number of frequencies,"
                        + " got " + bins + " and " + source.bins());
            }
        }
        return bins;
    }
}
