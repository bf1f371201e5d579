/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.metrics.TestJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every intermediate result of an independent implementation, stage by stage; skipped where recordings are absent. */
class PesqTraceTest {

    @TestFactory
    Stream<DynamicTest> stages_asTraced() throws IOException {
        Optional<List<GoldenPair>> pairs = GoldenPair.all();
        assumeTrue(pairs.isPresent(), "no golden recordings: set -Dsdmvae.golden");
        return TestJson.cases("speech/pesq_trace.json").stream()
                .map(trace -> DynamicTest.dynamicTest(text(trace, "case") + " " + text(trace, "mode"), () -> {
                    GoldenPair pair = GoldenPair.named(pairs.orElseThrow(), text(trace, "case"));
                    check(trace, pair, text(trace, "mode").equals("wb"));
                }));
    }

    private static void check(JsonObject trace, GoldenPair pair, boolean wideBand) throws IOException {
        LevelledPair levelled = Pesq.standard().level(pair.reference(), pair.degraded(), pair.rate(), wideBand);
        PesqGrid grid = levelled.grid();
        PaddedSignal reference = InputFilter.perceptual(levelled.reference(), grid, wideBand);
        PaddedSignal degraded = InputFilter.perceptual(levelled.degraded(), grid, wideBand);
        AlignmentData data = AlignmentData.of(reference, degraded, grid);
        assertThat(data.activity().speechWindows()).isEqualTo(number(trace, "ref_speech_windows"));
        assertThat(VoiceActivity.of(data.degraded(), grid).speechWindows())
                .isEqualTo(number(trace, "deg_speech_windows"));
        checkAlignment(trace, TimeAlignment.of(data));
        checkModel(trace, PesqRun.score(levelled, wideBand));
    }

    private static void checkAlignment(JsonObject trace, TimeAlignment alignment) {
        assertThat(alignment.crudeDelay()).isEqualTo(number(trace, "crude_delay_samples"));
        List<JsonObject> found = objects(trace, "utterances_before_boundaries");
        assertThat(alignment.found()).hasSameSizeAs(found);
        for (int u = 0; u < found.size(); u++) {
            checkFound(found.get(u), alignment.found().get(u));
        }
        assertThat(alignment.splits().stream().map(s -> List.of(s.window(), s.left().delay, s.right().delay)))
                .containsExactlyElementsOf(rows(trace, "splits", "breakpoint", "delay_left", "delay_right"));
        assertThat(alignment.utterances().stream().map(u -> List.of(u.start, u.end, u.delay)))
                .containsExactlyElementsOf(rows(trace, "utterances_final", "start", "end", "delay"));
    }

    private static void checkFound(JsonObject trace, UtteranceDraft draft) {
        assertThat(List.of(draft.searchStart, draft.searchEnd, draft.coarseDelay, draft.delay))
                .containsExactly(
                        number(trace, "search_start"),
                        number(trace, "search_end"),
                        number(trace, "coarse_delay"),
                        number(trace, "delay"));
        assertThat(draft.confidence).isCloseTo(trace.get("confidence").getAsDouble(), within(5e-5));
    }

    private static void checkModel(JsonObject trace, PesqDetail detail) {
        assertThat(detail.firstFrame()).isEqualTo(number(trace, "start_frame"));
        assertThat(detail.lastFrame()).isEqualTo(number(trace, "stop_frame"));
        assertThat(detail.badIntervals().stream().map(b -> List.of(b.firstFrame(), b.endFrame(), b.delaySamples())))
                .containsExactlyElementsOf(rows(trace, "bad_interval_realignment", "start", "stop", "delay"));
        List<JsonObject> bad = objects(trace, "bad_interval_realignment");
        for (int i = 0; i < bad.size(); i++) {
            assertThat(detail.badIntervals().get(i).correlation())
                    .isCloseTo(bad.get(i).get("correlation").getAsDouble(), within(1e-6));
        }
        if (trace.has("skipped_frames")) {
            assertThat(detail.lostFrames()).isEqualTo(number(trace, "skipped_frames"));
        }
        assertThat(detail.symmetricIndicator())
                .isCloseTo(trace.get("symmetric_indicator").getAsDouble(), within(1e-6));
        assertThat(detail.asymmetricIndicator())
                .isCloseTo(trace.get("asymmetric_indicator").getAsDouble(), within(1e-6));
        assertThat(detail.raw()).isCloseTo(trace.get("raw").getAsDouble(), within(1e-7));
    }

    private static List<List<Integer>> rows(JsonObject trace, String name, String... fields) {
        List<List<Integer>> rows = new ArrayList<>();
        for (JsonObject object : objects(trace, name)) {
            rows.add(Stream.of(fields).map(field -> number(object, field)).toList());
        }
        return rows;
    }

    private static List<JsonObject> objects(JsonObject trace, String name) {
        JsonArray array = trace.has(name) ? trace.getAsJsonArray(name) : new JsonArray();
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static int number(JsonObject trace, String name) {
        return trace.get(name).getAsInt();
    }

    private static String text(JsonObject trace, String name) {
        return trace.get(name).getAsString();
    }
}
