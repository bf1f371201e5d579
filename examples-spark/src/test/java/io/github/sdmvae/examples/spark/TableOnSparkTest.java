/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.examples.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table by one option on Spark: the same figures as in one process. */
class TableOnSparkTest {
    @TempDir
    private Path folder;

    private void recordings() throws IOException {
        for (String part : List.of("train", "val", "test")) {
            Path set = Files.createDirectories(folder.resolve("speech").resolve(part));
            for (int i = 0; i < 2; i++) {
                Random random = new Random(31L * part.hashCode() + i);
                double[] samples = new double[16000];
                for (int t = 0; t < samples.length; t++) {
                    double envelope = Math.pow(Math.sin(2 * Math.PI * 2.5 * t / 16000), 2);
                    samples[t] = envelope * Math.sin(2 * Math.PI * 300 * t / 16000 + 3 * Math.sin(0.002 * t))
                            + 0.01 * random.nextGaussian();
                }
                AudioClip.of(samples, 16000).normalisePeak(0.9).writeWav16(set.resolve("r" + i + ".wav"));
            }
        }
    }

    private String sweep(String out, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                ("Sweep --rates 1e-3,1e-2 --rows vae --m 4 --seeds 1 --hidden 8 --batch 16 --max-epochs 2 --progress"
                                + " none")
                        .split(" ")));
        words.addAll(List.of("--data", folder.resolve("speech").toString()));
        words.addAll(List.of("--out", folder.resolve(out).toString()));
        words.addAll(List.of(more));
        assertThat(Examples.run(words.toArray(String[]::new))).isZero();
        return file(out, "sweep.csv");
    }

    private int table(String out, String... more) {
        List<String> words = new ArrayList<>(
                List.of(("PaperTable --rows vae,sdm-dct32 --m 4 --seeds 1,2 --hidden 8 --batch 16 --learning-rate 1e-3"
                                + " --max-epochs 2 --utterances 1 --progress none")
                        .split(" ")));
        words.addAll(List.of("--data", folder.resolve("speech").toString()));
        words.addAll(List.of("--out", folder.resolve(out).toString()));
        words.addAll(List.of(more));
        return Examples.run(words.toArray(String[]::new));
    }

    private String file(String out, String name) throws IOException {
        return Files.readString(folder.resolve(out).resolve(name));
    }

    @Test
    void onSpark_theFiguresAreThose_ofOneProcess() throws IOException {
        recordings();
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
        assertThat(table("here")).isZero();
        assertThat(table("there", "--on", "spark")).isZero();
        for (String name : List.of("table.csv", "utterances.csv", "curves.csv")) {
            assertThat(file("there", name)).as(name).isEqualTo(file("here", name));
        }
        assertThat(folder.resolve("there/runs/vae-m4-s2/model.sdmvae")).exists();
        // Executors of a cluster would find the examples there.
        assertThat(SparkSession.active().conf().get("spark.executor.extraClassPath"))
                .isEqualTo(System.getProperty("java.class.path"));
        // Nothing is left to do: no job is started, the table is written again.
        assertThat(table("there", "--on", "spark")).isZero();
        String list = sweep("sweep-here");
        assertThat(list.lines()).hasSize(3);
        assertThat(sweep("sweep-there", "--on", "spark")).isEqualTo(list);
        assertThat(table("nowhere", "--on", "moon")).isEqualTo(1);
    }
}
