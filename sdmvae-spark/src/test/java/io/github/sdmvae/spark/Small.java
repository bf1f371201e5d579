/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.LearningRate;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/** Small data, models and sessions for the tests. */
public final class Small {
    public static final int WIDTH = 12;

    private Small() {}

    /** One session for all tests of the process: to start one takes seconds. */
    public static SparkSession spark() {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .appName("sdmvae-test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        return spark;
    }

    /** Rows like spectra: of a few patterns, positive, of very different levels. */
    public static Frames rows(int count, int width, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count * width];
        for (int i = 0; i < count; i++) {
            double level = 2 * random.nextDouble() - 1;
            int pattern = random.nextInt(3);
            for (int j = 0; j < width; j++) {
                double scale = Math.exp(level + Math.cos((pattern + 1) * Math.PI * j / width));
                values[i * width + j] = (float) (-scale * Math.log(1 - random.nextDouble()));
            }
        }
        return Frames.wrap(values, width, "made");
    }

    public static Frames rows(int count, long seed) {
        return rows(count, WIDTH, seed);
    }

    public static ModelDefinition definition(long seed) {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(8)
                .dictionary(Dictionary.dctWithConstant(4, 6).learned(0.1))
                .prior(Prior.learnedVariance())
                .seed(seed)
                .build();
    }

    /** The same without a dictionary that is learned. */
    public static ModelDefinition fixedDictionary(long seed) {
        return definition(seed).toBuilder()
                .dictionary(Dictionary.dctWithConstant(4, 6))
                .build();
    }

    public static TrainingOptions options(int epochs, long seed) {
        return new TrainingOptions(
                epochs,
                16,
                LearningRate.constant(2e-3),
                20,
                Double.POSITIVE_INFINITY,
                null,
                ElboStrategy.asPublished(),
                seed);
    }

    /** Weights, γ and all, without the time in the provenance. */
    public static void assertSame(Vae ours, Vae expected) {
        ModelState a = ours.state();
        ModelState b = expected.state();
        assertThat(a.parameters()).isEqualTo(b.parameters());
        assertThat(a.sharedGamma()).isEqualTo(b.sharedGamma());
        assertThat(a.meanGamma()).isEqualTo(b.meanGamma());
        assertThat(ours.definition()).isEqualTo(expected.definition());
    }

    /** A folder train of so many short recordings of voices a, b, …, each a chord in noise. */
    public static Path recordings(Path root, int count) throws IOException {
        Path folder = Files.createDirectories(root.resolve("train"));
        for (int i = 0; i < count; i++) {
            Random random = new Random(i);
            double[] samples = new double[4000 + 100 * i];
            for (int t = 0; t < samples.length; t++) {
                samples[t] = 0.4 * Math.sin(2 * Math.PI * (200 + 30 * i) * t / 16000) + 0.1 * random.nextGaussian();
            }
            AudioClip.of(samples, 16000)
                    .normalisePeak(0.9)
                    .writeWav16(folder.resolve(String.format("recording-%02d.wav", i)));
        }
        return root;
    }
}
