/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.report.CodeSparsity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What is measured of every test utterance, or of a run's codes of all of them. */
enum Measure {
    PESQ_RAW("PESQ raw", "PESQ", 2, ResynthesisScores::pesqRaw),
    ESTOI("ESTOI", "STOI", 3, ResynthesisScores::estoi),
    HOYER("Hoyer", "Hoyer", 3, ResynthesisScores::hoyer),
    HOYER_UNIT_RMS("Hoyer unit rms", 3, CodeSparsity::hoyerUnitRms),
    HOYER_SIGNAL_TO_NOISE("Hoyer \u03bc/\u03c3", 3, CodeSparsity::hoyerSignalToNoise),
    ENTRIES_90("entries for 90 %", 1, CodeSparsity::entriesFor90),
    EFFECTIVE_ENTRIES("effective entries", 1, CodeSparsity::effectiveEntries),
    LARGEST_SHARE("largest share", 2, CodeSparsity::largestShare),
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

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final @Nullable ToDoubleFunction<CodeSparsity> sparsity;

    Measure(String title, int decimals, ToDoubleFunction<CodeSparsity> sparsity) {
        this.title = title;
        this.inPaper = "";
        this.decimals = decimals;
        this.score = scores -> Double.NaN;
        this.sparsity = sparsity;
    }

    Measure(String title, String inPaper, int decimals, ToDoubleFunction<ResynthesisScores> score) {
        this.title = title;
        this.inPaper = inPaper;
        this.decimals = decimals;
        this.score = score;
        this.sparsity = null;
    }

    static List<Measure> ofUtterances() {
        return Arrays.stream(values()).filter(measure -> !measure.isOfRun()).toList();
    }

    /** What is defined of the codes of a run, by {@link #key}. */
    static Map<String, Double> of(CodeSparsity codes) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Measure measure : values()) {
            double value = measure.sparsity == null ? Double.NaN : measure.sparsity.applyAsDouble(codes);
            if (Double.isFinite(value)) {
                values.put(measure.key(), value);
            }
        }
        return values;
    }

    /** Whether it is of a run's codes of all test frames, not of single utterances. */
    boolean isOfRun() {
        return sparsity != null;
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
