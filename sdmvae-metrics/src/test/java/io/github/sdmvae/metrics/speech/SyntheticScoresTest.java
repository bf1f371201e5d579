/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The project's own table: scores of synthetic pairs, recorded when this implementation agreed with the reference
 * programs on recorded speech.
 */
class SyntheticScoresTest {

    private static final double TOLERANCE = 1e-6;

    @TestFactory
    Stream<DynamicTest> scores_asRecorded() throws IOException {
        Map<String, List<String>> table = table();
        List<String> header = Objects.requireNonNull(table.get("case"));
        List<SyntheticPairs.Pair> pairs = SyntheticPairs.all();
        assertThat(table).hasSize(pairs.size() + 1);
        return pairs.stream()
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(), () -> check(pair, header, Objects.requireNonNull(table.get(pair.name())))));
    }

    private static void check(SyntheticPairs.Pair pair, List<String> header, List<String> recorded) {
        SpeechScores scores = SpeechScores.of(pair.reference(), pair.degraded(), pair.rate());
        assertThat(scores.byName().keySet()).containsExactlyElementsOf(header.subList(1, header.size()));
        int column = 1;
        for (Map.Entry<String, OptionalDouble> figure : scores.byName().entrySet()) {
            String expected = recorded.get(column++);
            if (figure.getKey().equals("si_sdr")) {
                double reference = Double.parseDouble(expected);
                ReferenceSiSdr.check(figure.getValue(), pair.reference(), pair.degraded(), reference, TOLERANCE);
            } else if (expected.isEmpty()) {
                assertThat(figure.getValue()).as(figure.getKey()).isEmpty();
            } else {
                assertThat(figure.getValue().orElse(Double.NaN))
                        .as(figure.getKey())
                        .isCloseTo(Double.parseDouble(expected), within(TOLERANCE));
            }
        }
    }

    private static Map<String, List<String>> table() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SyntheticScoresTest.class.getResourceAsStream("synthetic_scores.csv"))) {
            Map<String, List<String>> rows = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                List<String> cells = List.of(line.split(",", -1));
                rows.put(cells.get(0), cells);
            });
            return rows;
        }
    }
}
