/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.metrics.FrameMean;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a finished cell gave; a file of its own, so that nothing is computed twice.
 *
 * @param cell its id
 * @param source what was scored: the definition of a trained model, the checksum of a file
 * @param codeSize k
 * @param bestEpoch whose parameters were kept; 0 for a model file
 * @param ended why the training ended; empty for a model file
 * @param seconds of training, of all starts
 * @param reconstruction on the validation set, nats per frame
 * @param divergence on the validation set, nats per frame
 * @param activeUnits code entries with a mean divergence above 0.01 nats over the validation set
 * @param history every epoch
 * @param utterances every test utterance
 * @param sparsity of the codes of all test frames, by {@link Measure#key}; what is not defined is missing; null in results
 *     written before these figures were taken, see {@link CodeFigures}
 */
record CellResult(
        String cell,
        String source,
        int codeSize,
        int bestEpoch,
        String ended,
        double seconds,
        double reconstruction,
        double divergence,
        int activeUnits,
        List<Epoch> history,
        List<UtteranceScores> utterances,
        @Nullable Map<String, Double> sparsity) {

    /**
     * Losses of an epoch, nats per frame.
     *
     * @param reconstruction on the training set
     * @param divergence on the training set
     * @param validReconstruction on the validation set
     * @param validDivergence on the validation set
     */
    record Epoch(double reconstruction, double divergence, double validReconstruction, double validDivergence) {}

    CellResult {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(ended, "ended");
        history = List.copyOf(history);
        utterances = List.copyOf(utterances);
        sparsity = sparsity == null ? null : new TreeMap<>(sparsity);
    }

    CellResult with(Map<String, Double> figures) {
        return new CellResult(
                cell,
                source,
                codeSize,
                bestEpoch,
                ended,
                seconds,
                reconstruction,
                divergence,
                activeUnits,
                history,
                utterances,
                figures);
    }

    /** Of the codes of all test frames, or over the test utterances for which the measure is defined. */
    double mean(Measure measure) {
        if (measure.isOfRun()) {
            return sparsity == null ? Double.NaN : sparsity.getOrDefault(measure.key(), Double.NaN);
        }
        return FrameMean.of(utterances.stream().mapToDouble(u -> u.of(measure)).toArray())
                .mean();
    }
}
