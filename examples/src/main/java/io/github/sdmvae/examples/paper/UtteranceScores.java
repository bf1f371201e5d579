/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.metrics.ActiveUnits;
import io.github.sdmvae.model.Vae;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The measures of one test utterance.
 *
 * @param name of the utterance
 * @param values by {@link Measure#key}; what is not defined for the utterance is missing
 * @param undefinedFrames frames without a Hoyer sparsity, left out of its mean
 */
record UtteranceScores(String name, Map<String, Double> values, int undefinedFrames) {

    UtteranceScores {
        Objects.requireNonNull(name, "name");
        values = new LinkedHashMap<>(values);
    }

    static UtteranceScores of(String name, Resynthesis speech, Vae model) {
        ResynthesisScores scores = speech.scores();
        Map<String, Double> values = new LinkedHashMap<>();
        for (Measure measure : Measure.ofUtterances()) {
            double value = measure == Measure.ACTIVE ? active(model, speech) : measure.of(scores);
            if (Double.isFinite(value)) {
                values.put(measure.key(), value);
            }
        }
        return new UtteranceScores(name, values, scores.undefinedFrames());
    }

    private static double active(Vae model, Resynthesis speech) {
        return model.evaluate(Frames.of(speech.input())).unitDivergence().stream()
                .filter(nats -> nats > ActiveUnits.DIVERGENCE_THRESHOLD)
                .count();
    }

    /** NaN if the measure is not defined for the utterance. */
    double of(Measure measure) {
        return values.getOrDefault(measure.key(), Double.NaN);
    }
}
