/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.metrics.speech.SpeechScores;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@link ScoreSpeech}'s table.
 *
 * @param pair what was scored
 * @param rate sample rate of the original in Hz; empty if it could not be read
 * @param scores the figures; null if a recording could not be read
 * @param error which figures are missing and why; empty if none is
 */
record ScoredPair(SpeechPair pair, String rate, @Nullable SpeechScores scores, String error) {
    private static final int FIGURES = 6;
    private static final Channels ONE =
            Channels.undecided("make files of one channel first, for instance with \"sox in.wav out.wav remix 1\"");
    /** With which a spreadsheet takes a cell for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    static ScoredPair of(SpeechPair pair) {
        try {
            AudioClip ref = AudioClip.read(pair.refFile(), ONE);
            AudioClip deg = AudioClip.read(pair.degFile(), ONE);
            SpeechScores scores = SpeechScores.of(ref.samples(), ref.sampleRate(), deg.samples(), deg.sampleRate());
            String refusals = scores.refusals().stream()
                    .map(SpeechScores.Refusal::toString)
                    .collect(Collectors.joining("; "));
            return new ScoredPair(pair, Integer.toString(ref.sampleRate()), scores, refusals);
        } catch (IOException e) {
            return new ScoredPair(pair, "", null, "all: " + Examples.describe(e));
        }
    }

    /** A table with its header, RFC 4180: lines end in CR LF, cells are quoted where they need it. */
    static CSVPrinter printer(Appendable out) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader(
                        "ref",
                        "deg",
                        "fs",
                        "pesq_nb_raw",
                        "pesq_nb_lqo",
                        "pesq_wb_lqo",
                        "stoi",
                        "estoi",
                        "si_sdr",
                        "error")
                .get()
                .print(out);
    }

    void print(CSVPrinter out) throws IOException {
        List<String> cells = new ArrayList<>(List.of(guarded(pair.ref()), guarded(pair.deg()), rate));
        if (scores == null) {
            for (int i = 0; i < FIGURES; i++) {
                cells.add("");
            }
        } else {
            scores.byName().values().forEach(value -> cells.add(text(value)));
        }
        cells.add(guarded(error));
        out.printRecord(cells);
    }

    /** Whether at least one figure has a value. */
    boolean isScored() {
        return scores != null && scores.byName().values().stream().anyMatch(OptionalDouble::isPresent);
    }

    /** Text of others, which a spreadsheet shall show and not compute. */
    private static String guarded(String cell) {
        return !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    private static String text(OptionalDouble value) {
        return value.isPresent() ? Double.toString(value.getAsDouble()) : "";
    }
}
