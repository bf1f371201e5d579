/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreSpeechTest {
    @TempDir
    private Path folder = Path.of(".");

    @BeforeEach
    void recordings() throws IOException {
        TinySpeech.write(folder.resolve("clean, one.wav"), 1.5, 1);
        TinySpeech.write(folder.resolve("other.wav"), 1.5, 2);
        AudioClip.of(new double[16000], 16000).writeWav16(folder.resolve("silent.wav"));
        AudioClip.of(AudioClip.read(folder.resolve("other.wav")).samples(), 8000)
                .writeWav16(folder.resolve("slow.wav"));
    }

    private static List<CSVRecord> rows(String csv) throws IOException {
        return CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(csv))
                .getRecords();
    }

    @Test
    void pair_isOneRowInFullPrecision() throws IOException {
        Started started =
                Started.with("ScoreSpeech", folder.resolve("clean, one.wav"), folder.resolve("clean, one.wav"));
        assertThat(started.status()).isZero();
        assertThat(started.out())
                .startsWith("ref,deg,fs,pesq_nb_raw,pesq_nb_lqo,pesq_wb_lqo,stoi,estoi,si_sdr,error\r\n");
        CSVRecord row = rows(started.out()).get(0);
        assertThat(row.get("fs")).isEqualTo("16000");
        assertThat(Double.parseDouble(row.get("pesq_nb_raw"))).isEqualTo(4.5);
        assertThat(Double.parseDouble(row.get("pesq_nb_lqo"))).isBetween(4.548, 4.549);
        assertThat(Double.parseDouble(row.get("pesq_wb_lqo"))).isBetween(4.643, 4.645);
        assertThat(Double.parseDouble(row.get("estoi"))).isBetween(0.999999, 1.000001);
        assertThat(row.get("error")).isEmpty();
    }

    @Test
    void list_keepsItsOrderAndSaysWhatWasRefused() throws IOException {
        Path csv = folder.resolve("pairs.csv");
        Files.writeString(csv, """
                note,deg,ref
                x,other.wav,"clean, one.wav"
                y,silent.wav,other.wav
                z,nowhere.wav,other.wav
                w,slow.wav,other.wav
                """);
        Started started = Started.with("ScoreSpeech", "--csv", csv);
        assertThat(started.status()).as(started.err()).isZero();
        List<CSVRecord> rows = rows(started.out());
        assertThat(rows)
                .extracting(r -> r.get("deg"))
                .containsExactly("other.wav", "silent.wav", "nowhere.wav", "slow.wav");
        assertThat(rows.get(0).get("si_sdr")).isNotEmpty();
        assertThat(rows.get(1).get("pesq_nb_raw")).isEmpty();
        assertThat(rows.get(1).get("si_sdr")).isEmpty();
        assertThat(rows.get(1).get("error")).contains("pesq_nb_raw: ", "stoi: ", "si_sdr: ", "silent");
        assertThat(rows.get(2).get("error")).contains("nowhere.wav", "no such file");
        assertThat(rows.get(3).get("error")).contains("pesq_wb_lqo", "si_sdr", "8000");
    }

    @Test
    void root_isWherePathsStart() throws IOException {
        Path lists = Files.createDirectory(folder.resolve("lists"));
        Files.writeString(lists.resolve("pairs.csv"), "ref,deg\nother.wav,other.wav\n");
        Started without = Started.with("ScoreSpeech", "--csv", lists.resolve("pairs.csv"));
        assertThat(without.status()).isEqualTo(1);
        assertThat(rows(without.out()).get(0).get("error")).contains("no such file");
        Started with = Started.with("ScoreSpeech", "--csv", lists.resolve("pairs.csv"), "--root", folder);
        assertThat(rows(with.out()).get(0).get("error")).isEmpty();
    }

    @Test
    void unusableArguments_areOneLine() throws IOException {
        Path csv = folder.resolve("pairs.csv");
        Files.writeString(csv, "a,b\n1,2\n");
        Started columns = Started.with("ScoreSpeech", "--csv", csv);
        assertThat(columns.status()).isEqualTo(1);
        assertThat(columns.err()).contains("has no column 'ref'").hasLineCount(1);
        Started nothing = Started.with("ScoreSpeech");
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("give REF and DEG, or --csv FILE");
    }

    @Test
    void byteOrderMarkAndBlankLines_areSkipped() throws IOException {
        Path csv = folder.resolve("excel.csv");
        Files.writeString(csv, "\uFEFFref,deg\r\nother.wav,other.wav\r\n\r\n  \r\n,\r\nother.wav,other.wav\r\n");
        Started started = Started.with("ScoreSpeech", "--csv", csv);
        assertThat(started.status()).as(started.err()).isZero();
        assertThat(rows(started.out())).hasSize(2);
    }

    @Test
    void asExcelSavesIt_findsTheColumns() throws IOException {
        Path csv = folder.resolve("bom.csv");
        try (InputStream saved = Objects.requireNonNull(getClass().getResourceAsStream("bom.csv"))) {
            Files.copy(saved, csv);
        }
        Started started = Started.with("ScoreSpeech", "--csv", csv);
        assertThat(started.err()).contains("nothing could be scored").doesNotContain("column 'ref'");
        assertThat(rows(started.out())).singleElement().satisfies(row -> {
            assertThat(row.get("ref")).isEqualTo("a.flac");
            assertThat(row.get("error")).contains("a.flac", "no such file");
        });
    }

    @Test
    void nothingScored_isAFailure() throws IOException {
        Started started = Started.with("ScoreSpeech", folder.resolve("silent.wav"), folder.resolve("other.wav"));
        assertThat(started.status()).isEqualTo(1);
        assertThat(rows(started.out()).get(0).get("error")).contains("pesq_nb_raw: ", "stoi: ", "si_sdr: ");
        assertThat(started.err()).contains("nothing could be scored").hasLineCount(1);
        Path empty = Files.writeString(folder.resolve("empty.csv"), "ref,deg\n\n");
        Started none = Started.with("ScoreSpeech", "--csv", empty);
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("holds no pair").hasLineCount(1);
    }

    @Test
    void halfARecording_hasNoSiSdr() throws IOException {
        double[] whole = AudioClip.read(folder.resolve("other.wav")).samples();
        AudioClip.of(Arrays.copyOf(whole, whole.length / 2), 16000).writeWav16(folder.resolve("half.wav"));
        Started started = Started.with("ScoreSpeech", folder.resolve("other.wav"), folder.resolve("half.wav"));
        CSVRecord row = rows(started.out()).get(0);
        assertThat(row.get("si_sdr")).isEmpty();
        assertThat(row.get("error")).contains("si_sdr: SI-SDR needs signals of the same length");
    }

    @Test
    void textThatLooksLikeAFormula_isGuarded() throws IOException {
        Files.copy(folder.resolve("other.wav"), folder.resolve("=1+2.wav"));
        Files.copy(folder.resolve("other.wav"), folder.resolve("@x.wav"));
        double[] samples = AudioClip.read(folder.resolve("other.wav")).samples();
        double[] late = new double[samples.length];
        System.arraycopy(samples, 0, late, 1000, late.length - 1000);
        AudioClip.of(late, 16000).writeWav16(folder.resolve("late.wav"));
        Path csv = folder.resolve("formulas.csv");
        Files.writeString(csv, "ref,deg\n=1+2.wav,@x.wav\n-nowhere.wav,+nowhere.wav\nother.wav,late.wav\n");
        Started started = Started.with("ScoreSpeech", "--csv", csv);
        assertThat(started.status()).as(started.err()).isZero();
        List<CSVRecord> rows = rows(started.out());
        assertThat(rows).extracting(r -> r.get("ref")).containsExactly("'=1+2.wav", "'-nowhere.wav", "other.wav");
        assertThat(rows).extracting(r -> r.get("deg")).containsExactly("'@x.wav", "'+nowhere.wav", "late.wav");
        // Numbers stay numbers, negative ones too.
        assertThat(Double.parseDouble(rows.get(2).get("si_sdr"))).isNegative();
    }
}
