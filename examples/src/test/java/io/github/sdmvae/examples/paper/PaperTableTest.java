/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.Started;
import io.github.sdmvae.examples.TinySpeech;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From recordings to the table and its page, and what happens when the command is given again. */
class PaperTableTest {
    @TempDir
    private static Path folder = Path.of(".");

    private static TinyTable table = new TinyTable(folder, folder);
    private static Started started = new Started(-1, "", "");

    @BeforeAll
    static void make() throws IOException {
        table = new TinyTable(TinySpeech.folder(folder), folder.resolve("the table"));
        started = table.run("--max-epochs", 2);
    }

    @Test
    void table_onStdoutAndInFiles() throws IOException {
        assertThat(started.status()).as(started.err()).isZero();
        assertThat(started.err()).contains("152 frames", "[4/4]", "left", "at most 2 epochs");
        assertThat(Files.readString(table.out().resolve("table.md")).split("\n<!--", 2)[0])
                .isSubstringOf(started.out());
        assertThat(started.out())
                .contains(
                        "| VAE | 4 |",
                        "| SDM-VAE, DCT k = 32 | 4 |",
                        " ± ",
                        "TCD-TIMIT",
                        "some speech",
                        "Δ Hoyer to VAE");
        assertThat(lines("table.csv")).hasSize(3);
        assertThat(lines("table.csv").get(0))
                .startsWith("row,model,m,k,seeds,pesq_raw_mean,pesq_raw_sd,pesq_raw_paper");
        assertThat(lines("runs.csv")).hasSize(5);
        assertThat(lines("utterances.csv")).hasSize(1 + 4 * 2);
        assertThat(lines("curves.csv")).hasSize(1 + 4 * 2);
    }

    @Test
    void scaleFreeColumns_standBesideThePapersHoyer() throws IOException {
        assertThat(started.out())
                .contains(
                        "| Hoyer | paper’s Hoyer | Hoyer unit rms | Hoyer μ/σ | entries for 90 % |", "floor of 1e-10");
        List<String> header = List.of(lines("runs.csv").get(0).split(","));
        for (String line : lines("runs.csv").subList(1, 5)) {
            String[] cells = line.split(",", -1);
            assertThat(Double.parseDouble(cells[header.indexOf("entries_90")])).isBetween(1.0, 32.0);
            assertThat(Double.parseDouble(cells[header.indexOf("largest_share")]))
                    .isBetween(1 / 32.0, 1.0);
        }
        assertThat(lines("utterances.csv").get(0)).contains("hoyer").doesNotContain("entries_90");
    }

    @Test
    void resultsWithoutScaleFreeFigures_getThemFromTheirModels() throws IOException {
        TinyTable old = oneRow("old");
        Object[] show = {"--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--show"};
        String whole = old.run(show).out();
        Path file = old.out().resolve("runs/vae-m4-s1/result.json");
        String result = Files.readString(file);
        String asBefore = result.replaceFirst(",\\s*\"sparsity\": \\{[^}]*}", "");
        assertThat(asBefore).isNotEqualTo(result).doesNotContain("entries_90");
        Files.writeString(file, asBefore);
        Started shown = old.run(show);
        assertThat(shown.status()).as(shown.err()).isZero();
        assertThat(shown.err()).contains("VAE, m = 4, seed 1: sparsity free of scale added from its saved model");
        assertThat(shown.out()).isEqualTo(whole);
        assertThat(Files.readString(file)).isEqualTo(result);
        assertThat(old.run(show).err()).isEmpty();
    }

    @Test
    void resultsWithoutModels_showEmptyCells() throws IOException {
        TinyTable old = oneRow("no models");
        Path run = old.out().resolve("runs/vae-m4-s1");
        String result = Files.readString(run.resolve("result.json"));
        String asBefore = result.replaceFirst(",\\s*\"sparsity\": \\{[^}]*}", "");
        Files.writeString(run.resolve("result.json"), asBefore);
        Files.delete(run.resolve("model.sdmvae"));
        Started shown = old.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--show", "--utterances", 0);
        assertThat(shown.err()).contains("no sparsity free of scale, since its model cannot be read", "model.sdmvae");
        assertThat(Files.readString(old.out().resolve("table.md"))).contains("n/a");
        assertThat(Files.readString(run.resolve("result.json"))).isEqualTo(asBefore);
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(table.out().resolve(file));
    }

    @Test
    void page_showsTablesCurvesAndSpeech() throws IOException {
        String page = Files.readString(table.out().resolve("report/index.html"));
        assertThat(page).contains("TCD-TIMIT", "some speech", "Curves of every run", "Dictionaries", "<audio");
        assertThat(page).doesNotContain("http");
        assertThat(table.out().resolve("table-m4.svg")).exists();
        assertThat(table.out().resolve("report/media/u1-m2-codes.png")).isNotEmptyFile();
    }

    @Test
    void runs_leaveModelsAndNoCheckpoints() throws IOException {
        Path run = table.out().resolve("runs/sdm-dct32-m4-s2");
        try (Stream<Path> files = Files.list(run)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.sdmvae", "result.json");
        }
    }

    @Test
    void secondTime_computesNothingAnew() throws IOException {
        FileTime before = Files.getLastModifiedTime(table.out().resolve("runs/vae-m4-s1/result.json"));
        var promised = table.promised();
        Started again = table.run("--max-epochs", 2);
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).isEmpty();
        assertThat(again.out()).isEqualTo(started.out());
        assertThat(table.promised()).isEqualTo(promised);
        assertThat(Files.getLastModifiedTime(table.out().resolve("runs/vae-m4-s1/result.json")))
                .isEqualTo(before);
    }

    @Test
    void otherSettings_areRefused() {
        assertRefused(table.run("--max-epochs", 3), "another --max-epochs (2 there, 3 now)");
        assertRefused(table.run("--max-epochs", 2, "--patience", 5), "another --patience (20 there, 5 now)");
        assertRefused(table.run("--max-epochs", 2, "--channel", "mix"), "another front end");
    }

    @Test
    void otherData_isRefused() throws IOException {
        Path other = TinySpeech.folder(Files.createDirectories(folder.resolve("other")));
        TinySpeech.write(other.resolve("test/someone/test 0.wav"), 1.2, 99);
        assertRefused(new TinyTable(other, table.out()).run("--max-epochs", 2), "another data (test)");
    }

    private static void assertRefused(Started refused, String why) {
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err().lines()).hasSize(1).allMatch(line -> line.contains(why));
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void damagedResult_isNamed() throws IOException {
        TinyTable copy = oneRow("damaged");
        Path result = copy.out().resolve("runs/vae-m4-s1/result.json");
        Files.writeString(result, "{", StandardOpenOption.TRUNCATE_EXISTING);
        assertRefused(copy.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1), result + ": is damaged");
        Files.writeString(result, "{}");
        assertRefused(copy.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1), result + ": is damaged");
    }

    private static TinyTable oneRow(String name) {
        TinyTable small = new TinyTable(table.speech(), folder.resolve(name));
        Started made = small.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1);
        assertThat(made.status()).as(made.err()).isZero();
        return small;
    }

    @Test
    void moreSeedsAndRows_areAdded() {
        TinyTable small = oneRow("growing");
        Started more = small.run("--max-epochs", 1, "--rows", "vae,sdm-shared", "--seeds", "1,3");
        assertThat(more.err()).contains("[2/4]", "[4/4]").doesNotContain("[1/4]");
        assertThat(more.out()).contains("shared γ");
    }

    @Test
    void modelFile_isARow() throws IOException {
        Path file = folder.resolve("my *best*.sdmvae");
        Files.copy(table.out().resolve("runs/sdm-dct32-m4-s1/model.sdmvae"), file);
        TinyTable small = new TinyTable(table.speech(), folder.resolve("with model"));
        Object[] arguments = {"--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--model", file};
        Started scored = small.run(arguments);
        assertThat(scored.status()).as(scored.err()).isZero();
        assertThat(scored.out()).contains("| my \\*best\\* (model file) | 4 |");
        // The very figures of the run that the file is from.
        String figures = lines("runs.csv").get(3);
        assertThat(figures).startsWith("sdm-dct32,4,1,32,2,");
        String scores = figures.substring(figures.indexOf("ALL_EPOCHS") + 10);
        assertThat(Files.readString(small.out().resolve("runs.csv"))).contains(scores);
        Files.copy(
                table.out().resolve("runs/vae-m4-s1/model.sdmvae"),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertRefused(small.run(arguments), "another model (SHA-256");
    }

    @Test
    void modelFile_withoutFrontEndOrWithAnother() throws IOException {
        Vae vae = Vae.load(table.out().resolve("runs/vae-m4-s1/model.sdmvae"));
        Path plain = folder.resolve("plain.sdmvae");
        Vae.of(vae.definition(), ModelState.initial(vae.definition())).save(plain);
        TinyTable old = new TinyTable(table.speech(), folder.resolve("with a plain model"));
        Started scored = old.run("--max-epochs", 1, "--rows", "none", "--model", plain);
        assertThat(scored.status()).as(scored.err()).isZero();
        assertThat(scored.out()).contains("plain (model file)");
        Path slow = folder.resolve("slow.sdmvae");
        SpeechOptions options = SpeechOptions.defaults().withSampleRate(8000);
        SpeechModel.of(Vae.load(plain), SpeechFrontEnd.of(options)).save(slow);
        TinyTable other = new TinyTable(table.speech(), folder.resolve("with a slow model"));
        Started refused = other.run("--max-epochs", 1, "--rows", "none", "--model", slow);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains(slow.toString(), "\"sampleRate\":8000", "\"sampleRate\":16000");
    }

    @Test
    void show_trainsNothing() {
        TinyTable small = oneRow("shown");
        Started shown = small.run("--max-epochs", 1, "--seeds", "1,2", "--show");
        assertThat(shown.status()).isZero();
        assertThat(shown.out()).contains("| VAE | 4 |").doesNotContain("DCT");
        TinyTable none = new TinyTable(table.speech(), folder.resolve("empty"));
        assertRefused(none.run("--show"), "nothing is finished");
    }

    @Test
    void testLimit_scoresFewer() throws IOException {
        TinyTable small = new TinyTable(table.speech(), folder.resolve("limited"));
        small.run("--max-epochs", 1, "--rows", "vae", "--seeds", 1, "--test-limit", 1);
        assertThat(Files.readAllLines(small.out().resolve("utterances.csv"))).hasSize(2);
    }

    @Test
    void failedRun_doesNotStopTheOthers() throws IOException {
        TinyTable small = new TinyTable(table.speech(), folder.resolve("failing"));
        Path blocked = Files.createDirectories(small.out().resolve("runs")).resolve("vae-m4-s1");
        Files.writeString(blocked, "in the way");
        Started failed = small.run("--max-epochs", 1);
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("VAE, m = 4, seed 1 failed", "1 of the runs failed", "[3/4]");
        assertThat(failed.out()).contains("| VAE | 4 |", "| SDM-VAE, DCT k = 32 | 4 |");
    }

    @Test
    void senselessOptions_areRefused() {
        TinyTable none = new TinyTable(table.speech(), folder.resolve("none"));
        assertRefused(none.run("--rows", "gan"), "vae, vsc-005, vsc-05");
        assertRefused(none.run("--max-epochs", 0), "--max-epochs must be at least 1, got 0");
        assertRefused(none.run("--learning-rate", -1), "got -1.0");
        assertRefused(none.run("--m", 1), "--m must be at least 2, got 1");
        assertRefused(none.run("--jobs", 0), "--jobs must be at least 1, got 0");
        assertRefused(none.run("--checkpoint-seconds", 0), "--checkpoint-seconds must be");
    }
}
