/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Departures from the usual protocol change what they say, and cannot be mixed with the usual. */
class ProtocolTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static TinyTable table = new TinyTable(folder, folder);
    private static Started usual = new Started(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        table = new TinyTable(TinySpeech.folder(folder), folder.resolve("usual"));
        usual = oneRow(table);
    }

    /** A row's training, with options that replace the usual ones. */
    private static Started oneRow(TinyTable into, Object... more) {
        Map<Object, Object> options =
                new LinkedHashMap<>(Map.of("--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--utterances", 0));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        Started started = into.run(options.entrySet().stream()
                .flatMap(o -> Stream.of(o.getKey(), o.getValue()))
                .toArray());
        assertThat(started.status()).as(started.err()).isZero();
        return started;
    }

    private static String result(String folderName) throws IOException {
        return Files.readString(folder.resolve(folderName + "/runs/vae-m4-s1/result.json"));
    }

    @Test
    void sampledCode_isScoredInThePlaceOfTheMean() throws IOException {
        oneRow(new TinyTable(table.speech(), folder.resolve("sampled")), "--code", "sample");
        assertThat(result("sampled")).isNotEqualTo(result("usual"));
        assertThat(parameters("sampled")).isEqualTo(parameters("usual"));
    }

    private static float[] parameters(String folderName) throws IOException {
        return Vae.load(folder.resolve(folderName + "/runs/vae-m4-s1/model.sdmvae"))
                .state()
                .parameters();
    }

    @Test
    void lastWeights_areSavedAndScored() throws IOException {
        for (String weights : List.of("best", "last")) {
            oneRow(
                    new TinyTable(table.speech(), folder.resolve(weights)),
                    "--max-epochs",
                    8,
                    "--patience",
                    2,
                    "--learning-rate",
                    0.3,
                    "--keep",
                    weights);
        }
        assertThat(parameters("last")).isNotEqualTo(parameters("best"));
    }

    @Test
    void silence_isLearnt() throws IOException {
        Started silent = oneRow(new TinyTable(table.speech(), folder.resolve("silent")), "--silence", 50);
        assertThat(silent.out()).contains("--silence 50");
        assertThat(parameters("silent")).isNotEqualTo(parameters("usual"));
    }

    @Test
    void standardisedInput_isOfTheTrainingData() throws IOException {
        TinyTable standard = new TinyTable(table.speech(), folder.resolve("standard"));
        Started first = oneRow(standard, "--rows", "sdm-log-standard");
        assertThat(Files.readString(standard.out().resolve("runs/sdm-log-standard-m4-s1/result.json")))
                .contains("standardised input");
        Started again = oneRow(standard, "--rows", "sdm-log-standard");
        assertThat(again.out()).isEqualTo(first.out());
    }

    @Test
    void folderOfAnotherProtocol_isRefused() {
        Started other = table.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--code", "sample");
        assertThat(other.status()).isNotZero();
        assertThat(other.err()).contains("--code");
    }

    @Test
    void usualProtocol_leavesOldFoldersValid() {
        assertThat(Protocol.USUAL.departures()).isEmpty();
        assertThat(new Protocol(true, true, 3).departures())
                .isEqualTo(Map.of("--keep", "last", "--code", "sample", "--silence", "3"));
        assertThat(usual.out()).doesNotContain("--keep", "--silence");
    }

    @Test
    void silentFrames_followTheOthers() {
        Frames frames = Frames.of(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}});
        SilentFrames silent = new SilentFrames(frames, 50);
        float[] read = {9, 9, 9, 9, 9};
        silent.read(new int[] {5, 1}, 0, 2, read, 1);
        assertThat(read).containsExactly(9, 0, 0, 3, 4);
        assertThat(silent.size()).isEqualTo(6);
        assertThat(silent.description()).endsWith("and 2 frames of digital silence");
    }

    @Test
    void silence_hasARange() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Protocol(false, false, 101))
                .withMessage("--silence must be 0 to 100, got 101");
    }
}
