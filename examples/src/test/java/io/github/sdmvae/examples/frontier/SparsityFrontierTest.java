/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparsityFrontierTest {
    /** One of every family that trains in a way of its own. */
    private static final String MODELS = "vae,sdm-b4,sdm-unit,sdm-inverse-gamma,vsc-a0.05,selector-of-code-a3";

    @TempDir
    private static Path folder = Path.of(".");

    private static Path speech = folder;
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        speech = TinySpeech.folder(folder);
        started = speech("speech", MODELS, "1,2");
    }

    private static Started speech(String out, String models, String seeds, Object... more) {
        List<Object> words = new ArrayList<>(List.of("SparsityFrontier", "--data", speech, "--out"));
        words.addAll(List.of(folder.resolve(out), "--models", models, "--seeds", seeds, "--m", 4));
        words.addAll(List.of("--hidden", 8, "--batch", 16, "--max-epochs", 2, "--test-limit", 1));
        words.addAll(List.of("--progress", "lines"));
        words.addAll(Arrays.asList(more));
        return Started.with(words.toArray());
    }

    private static Started images(String out, String models, Object... more) {
        List<Object> words = new ArrayList<>(List.of("SparsityFrontier", "--dataset", "patches", "--out"));
        words.addAll(List.of(folder.resolve(out), "--models", models, "--points", 128, "--max-epochs", 1));
        words.addAll(List.of("--m", 3, "--hidden", 4, "--draws", 2, "--progress", "none"));
        words.addAll(Arrays.asList(more));
        return Started.with(words.toArray());
    }

    private static String read(String out, String file) throws IOException {
        return Files.readString(folder.resolve(out).resolve(file));
    }

    @Test
    void speech_hasTableAndPicture() throws IOException {
        assertThat(started.status()).as(started.err()).isZero();
        assertThat(started.out())
                .contains("| VAE | 4 |", "| SDM, β = 4 | 4 |", "| SDM, unit atoms | 4 |", "| VSC, α = 0.05 | 4 |")
                .contains("| dimension selector, R of the code, w = 3 | 4 |")
                .contains("entries for 90 %", "encoder sees log power", "fewest entries at a loss of at most 0.05");
        assertThat(read("speech", "frontier.md").split("\n<!--", 2)[0]).isSubstringOf(started.out());
        assertThat(read("speech", "frontier.csv").lines()).hasSize(1 + 6 * 2);
        assertThat(read("speech", "frontier-m4.svg")).contains("PESQ raw", "SI-SDR dB", "SDM, unit atoms", "β = 4");
        Vae unit = Vae.load(folder.resolve("speech/runs/sdm-unit-m4-s1/model.sdmvae"));
        assertThat(unit.state().provenance().training()).containsEntry("unitAtoms", "true");
    }

    @Test
    void theSameCommand_trainsNothingAgain_andMoreModelsAreAdded() throws IOException {
        speech("more", "vae", "1");
        Path first = folder.resolve("more/runs/vae-m4-s1/result.json");
        String result = Files.readString(first);
        var time = Files.getLastModifiedTime(first);
        Started more = speech("more", "vae,sdm", "1");
        assertThat(more.status()).as(more.err()).isZero();
        assertThat(more.out()).contains("| VAE | 4 |", "| SDM | 4 |");
        assertThat(Files.readString(first)).isEqualTo(result);
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(time);
        Started shown = speech("more", "vae,sdm", "1", "--show");
        assertThat(shown.out()).isEqualTo(more.out());
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void otherSettings_areRefused() {
        Started other = speech("speech", MODELS, "1", "--input", "power");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("holds a table made with another program");
    }

    @Test
    void images_haveTableAndPicture_andGoOn() throws IOException {
        Started first = images("images", "vae,mixture", "--seeds", "1,2");
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("| VAE | 3 |", "| two Gaussians | 3 |", "functions recovered");
        assertThat(read("images", "frontier-m3.svg")).contains("log p(x)");
        Started again = images("images", "vae,mixture,sdm-unit", "--seeds", "1,2");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).contains("SDM, unit atoms, seed 1: done").doesNotContain("VAE, seed");
        assertThat(read("images", "frontier.csv").lines()).hasSize(1 + 3 * 2);
        assertThat(images("images", "vae,mixture,sdm-unit", "--seeds", "1,2", "--show")
                        .out())
                .isEqualTo(again.out());
        Started other = images("images", "vae", "--batch", 32);
        assertThat(other.err()).contains("made with another --batch (128 there, 32 now)");
        try (Stream<Path> runs = Files.list(folder.resolve("images/runs"))) {
            assertThat(runs).hasSize(6);
        }
    }

    @Test
    void wrongOptions_areNamed() {
        assertThat(Started.with("SparsityFrontier", "--m", 1).err()).contains("--m must be at least 2, got 1");
        assertThat(Started.with("SparsityFrontier", "--dataset", "patches", "--m", "3,4")
                        .err())
                .contains("--m of images must be one number");
        assertThat(Started.with("SparsityFrontier", "--dataset", "letters", "--out", folder.resolve("wrong"))
                        .err())
                .contains("--dataset must be one of");
    }
}
