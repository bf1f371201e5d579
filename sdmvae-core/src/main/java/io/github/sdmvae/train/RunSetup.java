/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.UnitAtomsNode;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.prior.GammaUpdate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run is given.
 *
 * @param definition the model
 * @param start its parameters before the first step
 * @param options settings
 * @param engine where to compute
 * @param training data
 * @param validation data, or null
 */
record RunSetup(
        ModelDefinition definition,
        ModelState start,
        TrainingOptions options,
        Engine engine,
        FrameSource training,
        @Nullable FrameSource validation) {

    /** Checks that the data fits the model. */
    RunSetup {
        requireFit("training", training, definition);
        options.gammaFor(definition.prior());
        if (validation != null) {
            requireFit("validation", validation, definition);
        }
    }

    private static void requireFit(String what, FrameSource data, ModelDefinition definition) {
        if (data.size() == 0) {
            throw new IllegalArgumentException("the " + what + " data is empty");
        }
        if (data.width() != definition.inputSize()) {
            throw new IllegalArgumentException("the " + what + " data must have " + definition.inputSize()
                    + " values per row like the model's input, it has " + data.width());
        }
    }

    /** The model as it is trained. */
    ModelGraph graph() {
        ModelGraph graph = definition.graph();
        return options.unitAtoms() ? UnitAtomsNode.of(graph).in(graph) : graph;
    }

    /** The parameters before the first step, as the options want them. */
    float[] startParameters() {
        ModelGraph graph = definition.graph();
        return options.unitAtoms()
                ? UnitAtomsNode.of(graph).project(graph.layout(), start.parameters())
                : start.parameters();
    }

    GammaUpdate gamma() {
        return options.gammaFor(definition.prior());
    }

    /** The settings by name, for provenance. */
    Map<String, String> settings() {
        return options.asText(definition.prior());
    }

    /** An epoch leaves out the last, incomplete batch. */
    int stepsPerEpoch() {
        return training.size() / Math.min(options.batchSize(), training.size());
    }
}
