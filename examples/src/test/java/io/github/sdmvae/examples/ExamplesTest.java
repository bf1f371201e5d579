/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    @TempDir
    private Path folder = Path.of(".");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SpeechResynthesis",
                "TrainSpeech",
                "Resynthesize",
                "Encode",
                "Quickstart",
                "SparseVaeComparison",
                "LatentVariableModels",
                "CustomPrior"
            })
    void help_ofEveryExample(String name) {
        Started started = Started.with(name, "--help");
        assertThat(started.status()).isZero();
        assertThat(started.out()).contains("Usage: examples " + name, "--help", "--stacktrace");
        assertThat(started.err()).isEmpty();
    }

    @Test
    void help_ofTheLauncher() {
        Started started = Started.with("--help");
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .contains(
                        "SpeechResynthesis",
                        "TrainSpeech",
                        "Resynthesize",
                        "Encode",
                        "Quickstart",
                        "SparseVaeComparison",
                        "LatentVariableModels",
                        "CustomPrior");
    }

    @Test
    void name_missing() {
        assertMisused(Started.with(), "name an example: SpeechResynthesis");
    }

    @Test
    void name_unknown() {
        assertMisused(Started.with("SpeechRecognition"), "SpeechRecognition");
    }

    @Test
    void option_unknown() {
        assertMisused(Started.with("TrainSpeech", "dir", "model", "--epoch=3"), "--epoch=3");
    }

    @Test
    void argument_missing() {
        assertMisused(Started.with("Encode", "model"), "IN");
    }

    @Test
    void folder_missing() {
        Path missing = folder.resolve("missing");
        assertFailed(Started.with("SpeechResynthesis", "--data", missing, "--out", folder), missing + "");
        assertFailed(Started.with("TrainSpeech", missing, folder.resolve("m")), missing + "");
    }

    @Test
    void folder_empty() {
        assertFailed(Started.with("TrainSpeech", folder, folder.resolve("m")), folder + "");
    }

    @Test
    void folderToWriteInto_missing() throws IOException {
        Path speech = TinySpeech.folder(folder);
        assertFailed(Started.with("TrainSpeech", speech, folder.resolve("no/model")), "does not exist");
    }

    @Test
    void modelThatCouldNotBeSaved_isSaidBeforeTheTraining() throws IOException {
        Path speech = TinySpeech.folder(folder);
        assertFailed(Started.with("TrainSpeech", speech, folder), folder + ": it is a folder");
        assertFailed(Started.with("TrainSpeech", speech, folder.resolve("n".repeat(256))), "its name has 256 bytes");
        // Room for the model, but not for the folder of its checkpoints.
        assertFailed(Started.with("TrainSpeech", speech, folder.resolve("n".repeat(250))), "its name has 262 bytes");
        Path kernels = Path.of("/proc/self/fdinfo");
        assumeTrue(Files.isDirectory(kernels), "there is no folder here that takes no files");
        assertFailed(Started.with("TrainSpeech", speech, kernels.resolve("model")), kernels.resolve("model") + ": ");
    }

    @Test
    void foreignTables_areFoundBeforeTheWork() throws IOException {
        Path table = Files.writeString(folder.resolve("table.md"), "my own");
        String refusal = table + ": this file is there already";
        for (String example : List.of("SparseVaeComparison", "LatentVariableModels")) {
            assertFailed(Started.with(example, "--out", folder), refusal);
        }
        Path speech = TinySpeech.folder(folder);
        for (String example : List.of("SpeechResynthesis", "PaperTable")) {
            assertFailed(Started.with(example, "--data", speech, "--out", folder), refusal);
        }
        assertThat(table).hasContent("my own");
    }

    @Test
    void model_unknownName() {
        assertFailed(
                Started.with("SpeechResynthesis", "--models", "gan", "--out", folder),
                "vae, sdm-identity, sdm-dct, got gan");
    }

    @Test
    void definition_senseless() {
        assertFailed(Started.with("TrainSpeech", folder, folder.resolve("m"), "--latent", "0"), "got 0");
        assertFailed(Started.with("TrainSpeech", folder, folder.resolve("m"), "--dictionary", "dtc"), "dtc");
    }

    @Test
    void modelFile_notAModel() throws IOException {
        Path wav = folder.resolve("a.wav");
        TinySpeech.write(wav, 0.5, 1);
        Path text = Files.writeString(folder.resolve("text.sdmvae"), "hello");
        assertFailed(Started.with("Resynthesize", text, wav, folder.resolve("b.wav")), text + "");
        assertFailed(Started.with("Encode", text, wav, folder.resolve("b.npy")), text + "");
    }

    @Test
    void modelFile_missing() {
        Path missing = folder.resolve("missing.sdmvae");
        assertFailed(Started.with("Encode", missing, missing, folder.resolve("b.npy")), missing + "");
    }

    @Test
    void stacktrace_onRequest() {
        Started started = Started.with("Encode", "--stacktrace", "missing", "missing", "b.npy");
        assertThat(started.err()).contains("\tat io.github.sdmvae");
    }

    private static void assertFailed(Started started, String part) {
        assertThat(started.err().lines()).hasSize(1).allMatch(line -> line.contains(part));
        assertThat(started.status()).isEqualTo(Examples.FAILED);
        assertThat(started.out()).isEmpty();
    }

    private static void assertMisused(Started started, String part) {
        assertThat(started.err().lines()).hasSize(1).allMatch(line -> line.contains(part));
        assertThat(started.status()).isEqualTo(Examples.MISUSED);
        assertThat(started.out()).isEmpty();
    }
}
