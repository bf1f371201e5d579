/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sdmvae.metrics.MetricException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Scores of the reference programs on recorded speech; skipped where the recordings are absent. */
class GoldenScoresTest {

    @TestFactory
    Stream<DynamicTest> scores_asReferencePrograms() throws IOException {
        return pairs().stream().map(pair -> DynamicTest.dynamicTest(pair.name(), () -> checkScores(pair)));
    }

    @TestFactory
    Stream<DynamicTest> pypesqCompatible_asPypesq() throws IOException {
        return pairs().stream()
                .filter(pair -> pair.figure("pesq_nb_raw").isPresent())
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> checkTruncated(pair)));
    }

    private static List<GoldenPair> pairs() throws IOException {
        Optional<List<GoldenPair>> pairs = GoldenPair.all();
        assumeTrue(pairs.isPresent(), "no golden recordings: set -Dsdmvae.golden");
        return pairs.orElseThrow();
    }

    private static void checkScores(GoldenPair pair) throws IOException {
        SpeechScores scores = SpeechScores.of(pair.reference(), pair.degraded(), pair.rate());
        check("pesq_nb_raw", scores.pesqNbRaw(), pair.figure("itu_nb_raw"), 1e-4);
        check("pesq_nb_lqo", scores.pesqNbLqo(), pair.figure("pesq_nb_lqo"), 1e-4);
        check("pesq_wb_lqo", scores.pesqWbLqo(), pair.figure("pesq_wb_lqo"), 1e-3);
        // Where the references return a stand-in with a warning, this library refuses.
        boolean standIn = pair.hasError();
        check("stoi", scores.stoi(), standIn ? OptionalDouble.empty() : pair.figure("stoi"), 1e-9);
        check("estoi", scores.estoi(), standIn ? OptionalDouble.empty() : pair.figure("estoi"), 1e-9);
        double tolerance = pair.name().contains("identical") ? 1e-3 : 1e-6;
        ReferenceSiSdr.check(
                scores.siSdr(),
                pair.reference(),
                pair.degraded(),
                pair.figure("si_sdr").orElseThrow(),
                tolerance);
    }

    private static void checkTruncated(GoldenPair pair) throws IOException {
        double score = Pesq.pypesqCompatible().narrowBandRaw(pair.reference(), pair.degraded(), pair.rate());
        assertThat(score).isCloseTo(pair.figure("pesq_nb_raw").orElseThrow(), within(1e-4));
    }

    private static void check(String name, OptionalDouble actual, OptionalDouble golden, double tolerance) {
        if (golden.isEmpty()) {
            assertThat(actual).as(name).isEmpty();
        } else {
            assertThat(actual.orElseThrow(() -> new MetricException(MetricException.Reason.UNDEFINED, name)))
                    .as(name)
                    .isCloseTo(golden.getAsDouble(), within(tolerance));
        }
    }
}
