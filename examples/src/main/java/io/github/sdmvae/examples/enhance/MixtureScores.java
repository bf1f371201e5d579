/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.metrics.speech.SpeechScores;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a method did on a mixture.
 *
 * @param number of the mixture
 * @param speech name of the recording of speech
 * @param noise name of the recording of noise
 * @param level of the mixture in dB
 * @param values by {@link Score#key}; what is not defined is missing
 * @param seconds that it took by the clock, per second of sound
 */
record MixtureScores(
        int number, String speech, String noise, double level, Map<String, Double> values, double seconds) {

    MixtureScores {
        Objects.requireNonNull(speech, "speech");
        Objects.requireNonNull(noise, "noise");
        values = new LinkedHashMap<>(values);
    }

    static MixtureScores of(Mixture mixture, AudioClip found, double seconds) {
        SpeechScores scores = SpeechScores.of(
                mixture.clean().samples(), found.samples(), mixture.clean().sampleRate());
        Map<String, Double> values = new LinkedHashMap<>();
        for (Score score : Score.values()) {
            double value = score.of(scores);
            if (Double.isFinite(value)) {
                values.put(score.key(), value);
            }
        }
        return new MixtureScores(
                mixture.number(),
                mixture.speech(),
                mixture.noiseName(),
                mixture.level(),
                values,
                seconds / mixture.clean().seconds());
    }

    /** NaN if the score is not defined. */
    double of(Score score) {
        return values.getOrDefault(score.key(), Double.NaN);
    }
}
