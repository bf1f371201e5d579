/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.sdmvae.RecordFile.Entry;
import io.github.sdmvae.RecordedOutcome.Loss;
import io.github.sdmvae.RecordedSettings.Setting;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.Checkpoints;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trainings on the standard engine and files of the first format give the same bits as when {@code record.json} was
 * written. Bits are compared where the record knows the kernels that OpenBLAS chooses for this processor, elsewhere the
 * losses of the first steps within the README's 1e-6; each test's name says which. To record anew, once per core:
 *
 * <pre>OPENBLAS_CORETYPE=Haswell mvn test -pl sdmvae-core -Dtest=RecordedBytesTest -Dsdmvae.record=record.json</pre>
 */
class RecordedBytesTest {
    private static final String RECORD = "sdmvae.record";
    private static final String FORMATS = "sdmvae.record.formats";
    private static final double ROUNDING = 1e-6;

    private static RecordFile record;
    private static RecordedKernels kernels;
    private static Optional<Entry> recorded;

    @BeforeAll
    static void read() throws Exception {
        record = RecordFile.read(resource("record.json"));
        kernels = RecordedKernels.here();
        recorded = record.of(kernels);
        System.out.println("recorded bytes: " + kernels + ", comparing " + manner());
    }

    private static String manner() {
        return recorded.isPresent()
                ? "all bits"
                : "first losses only: the record has no " + kernels.core() + " of OpenBLAS " + kernels.version();
    }

    private static Path resource(String name) throws URISyntaxException {
        URL url = RecordedBytesTest.class.getResource("/formats/v1/" + name);
        assertThat(url).as(name).isNotNull();
        return Path.of(url.toURI());
    }

    @TestFactory
    Stream<DynamicTest> trainings() {
        return RecordedSettings.all().stream()
                .map(setting -> compared(setting.name(), () -> RecordedOutcome.ofTraining(setting)));
    }

    @TestFactory
    Stream<DynamicTest> savedModels() {
        return RecordedSettings.saved().keySet().stream().map(file -> compared(file, () -> savedModel(file)));
    }

    private static RecordedOutcome savedModel(String file) throws Exception {
        Setting setting = RecordedSettings.saved().get(file);
        Vae model = Vae.load(resource(file), RecordedParts.extensions());
        return RecordedOutcome.ofModel(model, setting);
    }

    @TestFactory
    Stream<DynamicTest> checkpoint_resumes(@TempDir Path folder) {
        return Stream.of(compared(RecordedFormats.RUN, () -> resumed(folder)));
    }

    /** Goes on where the run died; the files are copied, since a trainer writes into their folder. */
    private static RecordedOutcome resumed(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(resource(RecordedFormats.RUN))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Setting run = RecordedFormats.run();
        return RecordedOutcome.ofTraining(run, run.trainer().checkpoints(Checkpoints.in(folder)), true);
    }

    private interface Source {
        RecordedOutcome get() throws Exception;
    }

    private static DynamicTest compared(String name, Source source) {
        Executable comparison = () -> {
            RecordedOutcome now = source.get();
            if (recorded.isPresent()) {
                assertThat(now.bits()).isEqualTo(outcome(recorded.get(), name).bits());
            } else {
                compareLosses(now, outcome(record.records().get(0), name));
            }
        };
        return dynamicTest(name + " (" + manner() + ")", comparison);
    }

    private static RecordedOutcome outcome(Entry entry, String name) {
        RecordedOutcome outcome = entry.outcomes().get(name);
        assertThat(outcome).as("'" + name + "' in the record; record it").isNotNull();
        return outcome;
    }

    private static void compareLosses(RecordedOutcome now, RecordedOutcome then) {
        assertThat(now.losses()).hasSameSizeAs(then.losses());
        for (int i = 0; i < now.losses().size(); i++) {
            Loss loss = then.losses().get(i);
            assertThat(now.losses().get(i).value()).isCloseTo(loss.value(), within(ROUNDING * loss.size()));
        }
    }

    @Test
    void unbrokenRun_isRecordedWithTheBitsOfTheResumedOne() {
        Entry writer = record.records().get(0);
        Map<String, String> unbroken =
                outcome(writer, RecordedFormats.run().name()).bits();
        assertThat(outcome(writer, RecordedFormats.RUN).bits()).isEqualTo(unbroken);
    }

    @Test
    void numbersInModelFiles_areTheSameOnEveryProcessor() throws Exception {
        for (String file : RecordedSettings.saved().keySet()) {
            Map<String, String> now = savedModel(file).bits();
            for (Entry entry : record.records()) {
                Map<String, String> then = outcome(entry, file).bits();
                RecordedOutcome.stored().forEach(part -> assertThat(now).containsEntry(part, then.get(part)));
            }
        }
    }

    @Test
    void record_holdsNothingThatNoTestCompares() throws Exception {
        for (Entry entry : record.records()) {
            assertThat(entry.outcomes())
                    .containsOnlyKeys(sources(Path.of("unused")).keySet());
        }
    }

    @Test
    void cache_holdsItsRows() throws Exception {
        FrameCache cache = FrameCache.open(resource(RecordedFormats.CACHE), RecordedFormats.CACHE_KEY);
        cache.verify();
        Frames first = RecordedFormats.firstRows();
        Frames last = RecordedFormats.lastRows();
        assertThat(cache.size()).isEqualTo(first.size() + last.size());
        float[] row = new float[cache.width()];
        for (int i = 0; i < cache.size(); i++) {
            cache.read(i, row, 0);
            assertThat(row).isEqualTo(i < first.size() ? first.row(i) : last.row(i - first.size()));
        }
        assertThat(cache.contents())
                .isEqualTo(List.of(
                        new FrameCache.Content("a.wav", 0, 9, ""),
                        new FrameCache.Content("b.wav", 9, 0, "b.wav: is silent"),
                        new FrameCache.Content("c.wav", 9, 4, "")));
    }

    private static Map<String, Source> sources(Path scratch) {
        Map<String, Source> sources = new LinkedHashMap<>();
        RecordedSettings.all().forEach(s -> sources.put(s.name(), () -> RecordedOutcome.ofTraining(s)));
        RecordedSettings.saved().keySet().forEach(file -> sources.put(file, () -> savedModel(file)));
        sources.put(RecordedFormats.RUN, () -> resumed(scratch));
        return sources;
    }

    /** No test, but how the record is made: an entry for this processor's kernels, others stay. */
    @Test
    @EnabledIfSystemProperty(named = RECORD, matches = ".+")
    void writeRecord(@TempDir Path scratch) throws Exception {
        Path file = Path.of(System.getProperty(RECORD)).toAbsolutePath();
        Map<String, RecordedOutcome> outcomes = new LinkedHashMap<>();
        for (Map.Entry<String, Source> source : sources(scratch).entrySet()) {
            System.out.println("recording " + source.getKey());
            outcomes.put(source.getKey(), source.getValue().get());
        }
        RecordFile before = Files.exists(file) ? RecordFile.read(file) : new RecordFile(List.of());
        before.writeWith(new Entry(kernels, outcomes), file);
    }

    /** No test, but how the files of a format are made, once: {@code -Dsdmvae.record.formats=FOLDER}. */
    @Test
    @EnabledIfSystemProperty(named = FORMATS, matches = ".+")
    void writeFormats() throws IOException {
        RecordedFormats.write(Path.of(System.getProperty(FORMATS)));
    }
}
