/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartRowsTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path SOURCE = MODULE.resolve("src/main/java/io/github/sdmvae/examples/QuickstartRows.java");

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void ownTable_becomesAModel() throws IOException {
        StringBuilder csv = new StringBuilder("height,weight\n");
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            double size = random.nextGaussian();
            csv.append(170 + 10 * size).append(',').append(7e4 + 5e3 * size).append('\n');
        }
        Path table = Files.writeString(folder.resolve("mine.csv"), csv);
        Started started = Started.with("QuickstartRows", table, "--out", folder);
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .contains("data transform columnScaling", "what matters most in row 0: [", "a new row: [")
                .containsPattern("row 0: \\[.*] \\[height, weight]");
        assertThat(started.out().contains("the best epoch is the last"))
                .isEqualTo(started.out().contains("best epoch 40 of 40"));
        assertThat(started.err()).contains("epoch 40/40, training loss");
        Vae model = Vae.load(folder.resolve("rows.sdmvae"));
        float[] back = model.reconstruct(new float[][] {{170, 7e4f}})[0];
        assertThat(back[0]).isBetween(160f, 180f);
        assertThat(back[1]).isBetween(6.5e4f, 7.5e4f);
    }

    @Test
    void otherSeparators_areGivenAtTheCommandLine() throws IOException {
        StringBuilder csv = new StringBuilder("a;b\n");
        for (int i = 0; i < 20; i++) {
            csv.append(i).append(';').append(i % 7).append('\n');
        }
        Path table = Files.writeString(folder.resolve("semicolons.csv"), csv);
        Started refused = Started.with("QuickstartRows", table, "--out", folder);
        assertThat(refused.status()).isEqualTo(Examples.FAILED);
        assertThat(refused.err().strip()).endsWith("Frames.readCsv(file, ';') (here: --separator)");
        Started started = Started.with("QuickstartRows", table, "--out", folder, "--separator", ";");
        assertThat(started.status()).isZero();
        assertThat(Started.with("QuickstartRows", "--separator", "::").status()).isEqualTo(Examples.MISUSED);
    }

    @Test
    void linesOfTheDocumentation_areThisCode() throws IOException {
        List<String> lines = Files.readAllLines(SOURCE);
        int begin = lines.indexOf("        // quickstart: begin");
        int end = lines.indexOf("        // quickstart: end");
        assertThat(begin).isNotNegative();
        assertThat(end).isGreaterThan(begin);
        String snippet = lines.subList(begin + 1, end).stream()
                .map(line -> line.isBlank() ? "" : line.substring(8))
                .reduce("", (all, line) -> all + line + "\n");
        String page = Files.readString(MODULE.resolve("../README.md"));
        assertThat(page).contains(snippet);
        // With its imports it is as long as promised: twenty lines and a few.
        long imports = page.lines().filter(line -> line.startsWith("import ")).count();
        assertThat(snippet.lines().filter(line -> !line.isBlank()).count() + imports)
                .isLessThanOrEqualTo(32);
        assertThat(page.lines().filter(line -> line.startsWith("import ")))
                .allMatch(lines::contains, "an import of the program");
    }
}
