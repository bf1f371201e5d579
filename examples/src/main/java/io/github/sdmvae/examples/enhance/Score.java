/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.metrics.speech.SpeechScores;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What a mixture and what a method makes of it are scored by, against the clean speech. */
enum Score {
    SI_SDR("SI-SDR dB", 2, SpeechScores::siSdr),
    ESTOI("ESTOI", 3, SpeechScores::estoi),
    PESQ_RAW("PESQ raw", 2, SpeechScores::pesqNbRaw),
    PESQ_WB("PESQ LQO wb", 2, SpeechScores::pesqWbLqo);

    private final String title;
    private final int decimals;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<SpeechScores, OptionalDouble> figure;

    Score(String title, int decimals, Function<SpeechScores, OptionalDouble> figure) {
        this.title = title;
        this.decimals = decimals;
        this.figure = figure;
    }

    /** The name in files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    int decimals() {
        return decimals;
    }

    /** NaN if it is not defined. */
    double of(SpeechScores scores) {
        return figure.apply(scores).orElse(Double.NaN);
    }
}
