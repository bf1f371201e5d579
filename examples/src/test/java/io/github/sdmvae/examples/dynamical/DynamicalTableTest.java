/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.model.Posterior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DynamicalTableTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static Path speech = folder;
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        speech = TinySpeech.folder(folder);
        started = table("static-sdm,rvae-coupled", "1,2");
    }

    private static Started table(String models, String seeds, Object... more) {
        List<Object> words = new ArrayList<>(List.of("DynamicalTable", "--data", speech, "--out"));
        words.addAll(List.of(folder.resolve("out"), "--models", models, "--seeds", seeds, "--m", 4));
        words.addAll(List.of("--epochs", 2, "--test-limit", 1, "--jobs", 2));
        words.addAll(Arrays.asList(more));
        return Started.with(words.toArray());
    }

    @Test
    void table_hasEveryModelWithItsFigures() throws IOException {
        assertThat(started.status()).as(started.err()).isZero();
        assertThat(started.out())
                .contains("| static, SDM |", "| RVAE, SDM, coupled ±2 |", "change of supports", "encoders read powers")
                .doesNotContain("n/a");
        assertThat(Files.readString(folder.resolve("out/dynamical.csv")).lines())
                .hasSize(1 + 2 * 2)
                .allMatch(line -> line.split(",", -1).length == 4 + TimeFigure.values().length);
        assertThat(folder.resolve("out/runs/rvae-coupled-s2/model.sdmvae")).exists();
    }

    @Test
    void theSameCommand_trainsNothingAgain_andMoreModelsAreAdded() throws IOException {
        Path first = folder.resolve("out/runs/static-sdm-s1/result.json");
        var time = Files.getLastModifiedTime(first);
        Started more = table("static-sdm,dkf-markov", "1");
        assertThat(more.status()).as(more.err()).isZero();
        assertThat(more.err()).contains("DKF, Markov, seed 1").doesNotContain("static, SDM, seed 1");
        assertThat(Files.getLastModifiedTime(first)).isEqualTo(time);
        Started shown = table("static-sdm,dkf-markov", "1", "--show");
        assertThat(shown.out()).isEqualTo(more.out());
        assertThat(shown.err()).isEmpty();
    }

    @Test
    void otherSettings_andWrongOptions_areNamed() {
        assertThat(table("static-sdm", "1", "--input", "log-power").err()).contains("--input", "log-power");
        assertThat(table("static-sdm", "1", "--input", "log_power").err())
                .contains("holds a table made with another settings");
        assertThat(table("transformer", "1").err()).contains("--models must be of static-normal, static-sdm");
        assertThat(table("static-sdm", "1", "--every", 0).err()).contains("--every must be at least 1, got 0");
    }

    @Test
    void roughness_andChangeOfSupports_areThoseOfThePage() {
        CodePath path = new CodePath();
        float[][] mean = {{3, 0, 0}, {3, 0, 0}, {0, 4, 0}};
        path.add(new Posterior(mean, new float[3][3], null));
        assertThat(path.roughness()).isCloseTo((9 + 16) / (9.0 + 9 + 16), within(1e-12));
        assertThat(path.supportChange()).isEqualTo(0.5);
    }
}
