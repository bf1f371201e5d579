/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void quickstart_printsNumbersAndWritesFiles() throws IOException {
        Started started = Started.with("Quickstart", TinySpeech.folder(folder), "--out", folder);
        assertThat(started.err()).isEmpty();
        assertThat(started.out())
                .containsPattern("Hoyer sparsity of the codes: 0[.,]\\d{3}\\R")
                .containsPattern("SI-SDR of the sound: -?\\d+[.,]\\d{2} dB\\R");
        assertThat(folder.resolve("speech.sdmvae")).exists();
        assertThat(folder.resolve("resynthesised.wav")).exists();
    }

    @Test
    void snippet_ofTheReadmeIsThisCode() throws IOException {
        assertThat(snippet()).contains("SpeechFolder.open(", "trainer.fit(");
        assertThat(Files.readString(MODULE.resolve("../README.md"))).contains(snippet());
    }

    @Test
    void snippet_isShort() throws IOException {
        assertThat(snippet().lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(25);
    }

    private static String snippet() throws IOException {
        List<String> lines =
                Files.readAllLines(MODULE.resolve("src/main/java/io/github/sdmvae/examples/Quickstart.java"));
        int begin = lines.indexOf("        // quickstart: begin");
        int end = lines.indexOf("        // quickstart: end");
        assertThat(begin).as("line of 'quickstart: begin'").isNotNegative();
        assertThat(end).as("line of 'quickstart: end'").isGreaterThan(begin);
        return lines.subList(begin + 1, end).stream()
                .map(line -> line.isBlank() ? "" : line.substring(8))
                .reduce("", (all, line) -> all + line + "\n");
    }
}
