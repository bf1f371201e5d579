/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.mask.Bands;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.chart.DotChart;
import io.github.sdmvae.report.chart.LineChart;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Pattern ADDRESS = Pattern.compile("(?:src|href)=\"([^\"]*)\"");

    @TempDir
    Path folder;

    @Test
    void page_namesOnlyFilesInItsFolder() throws IOException {
        Path page = TestPage.report().write(folder);
        Matcher address = ADDRESS.matcher(Files.readString(page));
        int files = 0;
        while (address.find()) {
            String to = address.group(1);
            if (!to.startsWith("#") && !to.equals("data:,")) {
                assertThat(folder.resolve(to)).exists();
                files++;
            }
        }
        assertThat(files).isEqualTo(6 + 6 + 4 + 1);
        assertThat(Files.readString(page)).doesNotContain("http", "<b>");
    }

    @Test
    void foreignPage_isRefusedBeforeAnythingIsWritten() throws IOException {
        Path page = Files.writeString(folder.resolve(Report.PAGE), "<!DOCTYPE html>\n<title>My thesis</title>");
        assertThatThrownBy(() -> TestPage.report().write(folder))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(page.toString());
        assertThatThrownBy(() -> Report.requireOwn(folder)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(page).content().contains("My thesis");
        assertThat(folder.resolve("media")).doesNotExist();
    }

    @Test
    void ownPages_ofThisVersionAndTheFirst_areReplaced() throws IOException {
        Path page = TestPage.report().write(folder);
        String now = Files.readString(page);
        Files.writeString(page, now.replaceAll("<meta name=\"generator\".*\\R", ""));
        Path left = Files.writeString(
                folder.resolve("media/.u1-m1.wav.123e4567-e89b-12d3-a456-426614174000.tmp"), "half a sound");
        TestPage.report().write(folder);
        TestPage.report().write(folder);
        assertThat(page).hasContent(now);
        assertThat(left).doesNotExist();
    }

    @Test
    void sameContents_sameBytes() throws IOException {
        Path first = TestPage.report().write(folder.resolve("a"));
        Path second = TestPage.report().write(folder.resolve("b"));
        assertThat(second).hasSameTextualContentAs(first);
        try (java.util.stream.Stream<Path> media = Files.list(folder.resolve("a/media"))) {
            for (Path file : media.toList()) {
                assertThat(folder.resolve("b/media").resolve(file.getFileName()))
                        .hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void sound_isAsLongAsTheOriginal_onOneScale() throws IOException {
        TestPage.report().write(folder);
        double loudest = 0;
        for (String name : List.of("original", "m1", "m2")) {
            AudioClip clip = AudioClip.read(folder.resolve("media/u1-" + name + ".wav"));
            assertThat(clip.length()).isEqualTo(TestPage.RATE);
            loudest = Math.max(loudest, clip.peak());
        }
        assertThat(loudest).isBetween(0.899, 0.901);
    }

    @Test
    void leftoversOfAKilledWriter_areDeleted() throws IOException {
        Path media = Files.createDirectories(folder.resolve("media"));
        Path left = Files.createFile(media.resolve(".u1-m1.wav.123.part"));
        Path own = Files.createFile(media.resolve("notes.txt"));
        TestPage.report().write(folder);
        assertThat(left).doesNotExist();
        assertThat(own).exists();
    }

    @Test
    void emptyReport_isAPage() throws IOException {
        Path page = Report.builder("nothing").build().write(folder);
        assertThat(Files.readString(page)).contains("<h1>nothing</h1>").doesNotContain("<audio");
    }

    @Test
    void versions_areHeardAndSeen_onOneScale() throws IOException {
        Map<String, AudioClip> versions = new LinkedHashMap<>();
        versions.put("clean", TestPage.clip(1));
        versions.put(
                "louder <b>", TestPage.clip(2).normalisePeak(TestPage.clip(1).peak() * 2));
        Path page = Report.builder("t").versions("speech", versions).build().write(folder);
        String text = Files.readString(page);
        assertThat(text)
                .contains("Side by side", "href=\"#versions\"", "louder &lt;b&gt;")
                .doesNotContain("<b>");
        assertThat(text.split("<audio", -1)).hasSize(3);
        assertThat(folder.resolve("media/v1-s2-spectrogram.png")).isNotEmptyFile();
        double quiet = AudioClip.read(folder.resolve("media/v1-s1.wav")).peak();
        double loud = AudioClip.read(folder.resolve("media/v1-s2.wav")).peak();
        assertThat(loud).isBetween(0.899, 0.901);
        assertThat(quiet).isBetween(0.449, 0.451);
    }

    @Test
    void versions_mustBeThere_atTheRate() {
        assertThatThrownBy(() -> Report.builder("t").versions("speech", Map.of()))
                .hasMessageContaining("at least one version, got none: speech");
        Report.Builder other = Report.builder("t")
                .versions("speech", Map.of("slow", TestPage.clip(1).resample(8000)));
        assertThatThrownBy(other::build).hasMessageContaining("slow of speech must be at the models' 16000 Hz");
    }

    @Test
    void utteranceWithoutModels_isHeard() throws IOException {
        Path page = Report.builder("t").utterance("u", TestPage.clip(1)).build().write(folder);
        assertThat(Files.readString(page)).containsOnlyOnce("<audio").doesNotContain("Hoyer");
    }

    @Test
    void modelsOfTwoFrontEnds_areRefused() {
        SpeechFrontEnd slow =
                SpeechFrontEnd.of(SpeechOptions.defaults().withSampleRate(8000).withTrim(20));
        SpeechModel other = SpeechModel.of(plain(), slow);
        Report.Builder builder = Report.builder("t").model("one", TestPage.model(Dictionary.identity(2)));
        assertThatThrownBy(() -> builder.model("two", other).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("model two", "8000 Hz", "16000 Hz");
        assertThatThrownBy(() -> Report.builder("t")
                        .frontEnd(SpeechFrontEnd.of(SpeechOptions.defaults()))
                        .model("two", other)
                        .build())
                .hasMessageContainingAll("model two", "8000 Hz", "16000 Hz");
    }

    private static Vae plain() {
        return Vae.untrained(ModelDefinition.builder()
                .inputSize(513)
                .hidden(4)
                .latentSize(2)
                .likelihood(Likelihood.complexGaussian())
                .build());
    }

    @Test
    void masks_haveTheirPictures() throws IOException {
        Vae masked = Vae.untrained(plain().definition().toBuilder()
                .sparseDecoding(SparseDecoding.standard().withGroups(Bands.equal(513, 20)))
                .build());
        SpeechFrontEnd frontEnd = SpeechFrontEnd.of(SpeechOptions.defaults());
        Path page = Report.builder("t")
                .model("plain", SpeechModel.of(plain(), frontEnd))
                .model("masked", SpeechModel.of(masked, frontEnd))
                .build()
                .write(folder);
        // p* begins at a half, which is not above it.
        assertThat(Files.readString(page))
                .contains("href=\"#masks\"", "masked: 0.0 latents per bin, 2 unused")
                .doesNotContain("plain: ");
        assertThat(folder.resolve("media/mask-1.png")).isNotEmptyFile();
    }

    @Test
    void frontEnd_isThatOfTheModels() throws IOException {
        SpeechFrontEnd slow = SpeechFrontEnd.of(SpeechOptions.defaults().withSampleRate(8000));
        AudioClip clip = AudioClip.of(TestPage.clip(1).samples(), 8000);
        Path page = Report.of(SpeechModel.of(plain(), slow), clip).write(folder);
        assertThat(Files.readString(page)).contains("<audio");
        assertThat(AudioClip.read(folder.resolve("media/u1-m1.wav")).sampleRate())
                .isEqualTo(8000);
    }

    @Test
    void clipOfAnotherRate_isRefused() {
        AudioClip clip = AudioClip.of(new double[9000], 8000);
        assertThatThrownBy(() -> Report.of(TestPage.model(Dictionary.identity(2)), clip))
                .hasMessageContainingAll("recording", "16000", "8000", "resample");
    }

    @Test
    void names_mustDiffer() {
        Report.Builder builder = Report.builder("t").utterance("u", TestPage.clip(1));
        assertThatThrownBy(() -> builder.utterance("u", TestPage.clip(2))).hasMessageContaining("got u twice");
        assertThatThrownBy(() -> builder.utterance(" ", TestPage.clip(2))).hasMessageContaining("must have a name");
        assertThatThrownBy(() -> builder.curves("c", List.of())).hasMessageContaining("at least one chart");
    }

    @Test
    void table_raggedRow() {
        List<ReportTable.Column> columns = List.of(new ReportTable.Column("a", false));
        assertThatThrownBy(() -> new ReportTable("t", columns, List.of(List.of("1", "2"))))
                .hasMessageContainingAll("1 cells", "got 2");
        assertThatThrownBy(() -> new ReportTable("t", List.of(), List.of())).hasMessageContaining("at least one");
    }

    @Test
    void charts_unequalLengths() {
        assertThatThrownBy(() -> LineChart.Line.solid("l", new double[2], new double[3]))
                .hasMessageContaining("got 3 values");
        assertThatThrownBy(() -> new DotChart.Panel("p", new double[2], new double[1], new double[2]))
                .hasMessageContaining("got 1 and 2");
        DotChart.Panel two = new DotChart.Panel("p", new double[2], new double[2], new double[2]);
        assertThatThrownBy(() -> new DotChart("c", "", "", List.of("one"), List.of(two)))
                .hasMessageContaining("1 rows, got 2");
    }

    @Test
    void dotChart_isAPictureOfItsOwn() throws IOException {
        double[] values = {1, 2};
        double[] spreads = {Double.NaN, 0.1};
        DotChart chart = new DotChart(
                "t < u", "ours", "", List.of("a", "b"), List.of(new DotChart.Panel("p", values, spreads, values)));
        Path file = folder.resolve("chart.svg");
        chart.writeSvg(file);
        assertThat(Files.readString(file))
                .startsWith("<svg xmlns=")
                .contains("t &lt; u", "prefers-color-scheme")
                .hasSizeLessThan(20_000);
    }

    @Test
    void longLine_isThinned() {
        double[] values = new double[5000];
        java.util.Arrays.setAll(values, i -> 1.0 / (i + 1));
        Markup page = new Markup();
        LineChart chart = LineChart.of("t", "x", "y", List.of(LineChart.Line.solid("l", values.clone(), values)));
        chart.writeSvg(page, chart.names());
        assertThat(page.toString()).hasSizeLessThan(8000);
    }
}
