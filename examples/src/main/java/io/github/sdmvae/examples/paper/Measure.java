/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.ResynthesisScores;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of every test utterance. */
enum Measure {
    PESQ_RAW("PESQ raw", "PESQ", 2, ResynthesisScores::pesqRaw),
    ESTOI("ESTOI", "STOI", 3, ResynthesisScores::estoi),
    HOYER("Hoyer", "Hoyer", 3, ResynthesisScores::hoyer),
    PESQ_NB("PESQ LQO nb", "", 2, ResynthesisScores::pesqNarrow),
    PESQ_WB("PESQ LQO wb", "", 2, ResynthesisScores::pesqWide),
    STOI("STOI", "", 3, ResynthesisScores::stoi),
    SI_SDR("SI-SDR dB", "", 2, ResynthesisScores::siSdr),
    LSD("LSD dB", "", 2, ResynthesisScores::lsd),
    /** Code entries with a mean divergence above 0.01 nats in the utterance; filled in by {@link UtteranceScores}. */
    ACTIVE("active units", "", 1, scores -> Double.NaN);

    private final String title;
    private final String inPaper;
    private final int decimals;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToDoubleFunction<ResynthesisScores> score;

    Measure(String title, String inPaper, int decimals, ToDoubleFunction<ResynthesisScores> score) {
        this.title = title;
        this.inPaper = inPaper;
        this.decimals = decimals;
        this.score = score;
    }

    /** The name in files. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    /** What the paper calls it; empty if it has no such figure. */
    String inPaper() {
        return inPaper;
    }

    int decimals() {
        return decimals;
    }

    double of(ResynthesisScores scores) {
        return score.applyAsDouble(scores);
    }
}
