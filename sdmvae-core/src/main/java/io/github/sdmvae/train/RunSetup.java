/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.UnitAtomsNode;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Transition;
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

    /** Checks that the data fits the model; it is kept as encoder and likelihood see it. */
    RunSetup {
        requireFit("training", training, definition);
        definition = definition.forTrainingRows(training.size());
        requireTime(options.gammaFor(definition.prior()), definition);
        if (validation != null) {
            requireFit("validation", validation, definition);
            validation = definition.prepared(validation);
        }
        training = definition.prepared(training);
    }

    /** What looks along time needs a model of time, and what it predicts with needs a place among the parameters. */
    private static void requireTime(GammaUpdate update, ModelDefinition definition) {
        if (!update.needsTime()) {
            return;
        }
        if (definition.dynamics() == null) {
            throw new IllegalArgumentException("the γ update '" + update.name()
                    + "' looks along time; make the model one of time by dynamics(...)");
        }
        boolean predicts = update.overTime().transition() != Transition.NONE;
        if (predicts && definition.prior().statedGamma() == null) {
            throw new IllegalArgumentException("the γ update '" + update.name()
                    + "' predicts with weights of its own: state it in the model, Prior.learnedVariance(update)");
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
        Units.of(definition, data, 1);
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
        return Units.of(definition, training, options.batchSize()).stepsPerEpoch();
    }
}
