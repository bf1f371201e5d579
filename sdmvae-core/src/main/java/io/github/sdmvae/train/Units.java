/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;

/**
 * What an epoch goes through in random order: rows, or the sequences of a model of time.
 *
 * @param count in all
 * @param perBatch in a step
 * @param frames room for each, of sequences; 0 for rows
 */
record Units(int count, int perBatch, int frames) {

    /** Refuses data of the wrong kind. */
    static Units of(ModelDefinition definition, FrameSource data, int batchSize) {
        if (definition.dynamics() == null) {
            return new Units(data.size(), Math.min(batchSize, data.size()), 0);
        }
        if (data instanceof Sequences sequences) {
            return new Units(sequences.count(), Math.min(batchSize, sequences.count()), sequences.longest());
        }
        throw new IllegalArgumentException(
                "a model of time needs to know where sequences begin and end: give it Sequences," + " not "
                        + data.description());
    }

    int stepsPerEpoch() {
        return count / perBatch;
    }

    TrainingProgram compile(Engine engine, ModelGraph graph, Objective objective, Parameters parameters) {
        return frames == 0
                ? engine.train(graph, objective, parameters, perBatch, Exchange.none())
                : engine.train(graph, objective, parameters, BatchShape.of(perBatch, frames), Exchange.none());
    }
}
