/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From recordings to the table and its page, and what happens when the command is given again. */
class EnhancementTableTest {
    private static final String METHODS = "logmmse,mh.i2,mh.k2.i2.recording";

    @TempDir
    private static Path folder = Path.of(".");

    private static Path speech = Path.of(".");
    private static Path noise = Path.of(".");
    private static Path model = Path.of(".");
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        speech = TinySpeech.folder(folder);
        noise = TinyNoise.folder(folder);
        model = TinyModel.write(folder.resolve("tiny.sdmvae"));
        started = run("the table", "--mixtures", 2, "--methods", METHODS, "--model", "tiny=" + model);
        assertThat(started.status()).as(started.err()).isZero();
    }

    private static Started run(String out, Object... more) {
        List<Object> words = new ArrayList<>(List.of("EnhancementTable", "--data", speech, "--noise", noise));
        words.addAll(List.of("--snr", "0,5", "--utterances", 1, "--out", folder.resolve(out)));
        words.addAll(List.of(more));
        return Started.with(words.toArray());
    }

    private static String read(String file) throws IOException {
        return Files.readString(folder.resolve("the table").resolve(file));
    }

    @Test
    void tables_onStdoutAndInFiles() throws IOException {
        assertThat(read("table.md").split("\n<!--", 2)[0]).isSubstringOf(started.out());
        assertThat(started.out())
                .contains("| log-MMSE | ", " ± ", "| Metropolis–Hastings, 2 iterations (tiny) | ")
                .contains("K = 2, 2 iterations, noise known (tiny)", "Difference to log-MMSE", "| hiss | rumble |");
        assertThat(started.err()).contains("[1/2] 0: ", "hiss, 0 dB: 4 methods", "[2/2] 1: ", "rumble, 5 dB");
        List<String> lines = Files.readAllLines(folder.resolve("the table/mixtures.csv"));
        assertThat(lines).hasSize(1 + 4 * 2);
        assertThat(lines.get(0))
                .isEqualTo("row,mixture,speech,noise,level_db,si_sdr,estoi,pesq_raw,pesq_wb,seconds_per_second");
    }

    @Test
    void page_letsHearAndSee() throws IOException {
        String page = read("report/index.html");
        assertThat(page)
                .contains("Side by side", "clean speech", "noisy input", "log-MMSE", "By level")
                .doesNotContain("http");
        assertThat(page.split("<audio", -1)).hasSize(1 + 1 + 4);
        assertThat(folder.resolve("the table/report/media/v1-s2.wav")).isNotEmptyFile();
        assertThat(read("table.svg")).contains("<svg", "SI-SDR");
    }

    @Test
    void again_computesNothing() throws IOException {
        Path result = folder.resolve("the table/methods/logmmse.json");
        FileTime before = Files.getLastModifiedTime(result);
        Started again = run("the table", "--mixtures", 2, "--methods", METHODS, "--model", "tiny=" + model);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).isEqualTo(started.out());
        assertThat(Files.getLastModifiedTime(result)).isEqualTo(before);
    }

    @Test
    void killedInTheMiddle_goesOnToTheSameFigures() throws IOException {
        Object[] whole = {"--mixtures", 2, "--methods", "wiener,subtraction"};
        run("unbroken", whole);
        run("broken", "--mixtures", 1, "--methods", "wiener");
        Started goesOn = run("broken", whole);
        assertThat(goesOn.err()).contains("[1/2]", ": 1 methods", "[2/2]", ": 3 methods");
        assertThat(withoutTimes("broken")).isEqualTo(withoutTimes("unbroken"));
    }

    private static List<String> withoutTimes(String out) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(out).resolve("mixtures.csv"))) {
            return lines.map(line -> line.substring(0, line.lastIndexOf(','))).toList();
        }
    }

    @Test
    void otherSettingsAndModels_areRefused() throws IOException {
        assertRefused(run("the table", "--mixtures", 2, "--seed", 2), "another --seed (1 there, 2 now)");
        assertRefused(run("the table", "--mixtures", 2, "--part", "validation"), "another --part");
        Path other = TinyModel.write(folder.resolve("other.sdmvae"), 2);
        assertRefused(
                run("the table", "--mixtures", 2, "--methods", METHODS, "--model", "tiny=" + other),
                "mh.i2-tiny.json: holds the result of another method");
    }

    @Test
    void show_computesNothing() {
        Started shown = run("the table", "--mixtures", 1, "--methods", "logmmse,wiener", "--show");
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("1 mixtures", "| log-MMSE |").doesNotContain("Wiener, minimum");
        assertRefused(run("nothing", "--show", "--methods", "wiener"), "nothing is finished");
    }

    @Test
    void withoutAModel_priorsAreThoseThatAreShipped() {
        Started done = run("shipped", "--mixtures", 1, "--methods", "logmmse,fixed.i2");
        assertThat(done.status()).as(done.err()).isZero();
        assertThat(done.out())
                .contains("| fixed encoder, 2 iterations (vae) | ", "| fixed encoder, 2 iterations (sdm) | ");
    }

    @Test
    void senselessOptions_areRefused() {
        assertRefused(run("none", "--mixtures", 0), "--mixtures must be at least 1, got 0");
        assertRefused(run("none", "--jobs", 0), "--jobs must be at least 1, got 0");
        assertRefused(run("none", "--methods", "magic"), "one of [mh, langevin");
        assertRefused(run("none", "--model", "a-b=" + model), "of letters, digits and _, got a-b");
    }

    private static void assertRefused(Started refused, String why) {
        assertThat(refused.status()).as(refused.err()).isEqualTo(1);
        assertThat(refused.err().lines()).hasSize(1).allMatch(line -> line.contains(why), why);
        assertThat(refused.out()).isEmpty();
    }
}
