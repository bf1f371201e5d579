/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechShard;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.metrics.speech.SpeechScores;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.spark.corpus.SparkFrames;
import io.github.sdmvae.spark.ml.SdmVae;
import io.github.sdmvae.spark.ml.SdmVaeEncoder;
import io.github.sdmvae.spark.ml.SpeechScorer;
import io.github.sdmvae.spark.sgd.LocalSgd;
import io.github.sdmvae.spark.sgd.LocalSgdOptions;
import io.github.sdmvae.spark.sgd.LocalSgdResult;
import io.github.sdmvae.spark.training.SparkTrainings;
import io.github.sdmvae.spark.training.TrainingJob;
import io.github.sdmvae.spark.training.TrainingOutcome;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** What is tried on real executors: work that takes some seconds, its bytes, and how one sees that it is in its middle. */
enum TrialItem {
    /** Four trainings, two seeds and two folds. */
    TRAININGS {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            List<TrainingOutcome> outcomes = SparkTrainings.in(own.resolve("jobs"))
                    .checkpointsEvery(Duration.ofMillis(300))
                    .run(spark, jobs(shared));
            List<Vae> models = new ArrayList<>();
            for (TrainingOutcome outcome : outcomes) {
                if (!outcome.isSuccess()) {
                    throw new IOException(outcome.failure());
                }
                models.add(Vae.load(outcome.model()));
            }
            return bytes(models);
        }

        @Override
        byte[] here(Path shared, Path own) throws IOException {
            List<Vae> models = new ArrayList<>();
            for (TrainingJob job : jobs(shared)) {
                TrainingOptions options = job.options();
                models.add(Trainer.builder()
                        .epochs(options.epochs())
                        .batchSize(options.batchSize())
                        .learningRate(options.learningRate())
                        .patience(options.patience())
                        .seed(options.seed())
                        .build()
                        .fit(
                                job.definition(),
                                job.training().open(),
                                job.validation().open())
                        .model());
            }
            return bytes(models);
        }

        private List<TrainingJob> jobs(Path shared) {
            FrameData train = FrameData.of(shared.resolve("train.npy"));
            FrameData valid = FrameData.of(shared.resolve("valid.npy"));
            List<TrainingJob> jobs = new ArrayList<>();
            for (long seed = 1; seed <= 2; seed++) {
                jobs.add(new TrainingJob("seed-" + seed, MODEL, Small.options(EPOCHS, seed), train, valid));
            }
            for (int fold = 0; fold < 2; fold++) {
                jobs.add(new TrainingJob(
                        "fold-" + fold, MODEL, Small.options(EPOCHS, 1), train.fold(fold, 2), train.heldOut(fold, 2)));
            }
            return jobs;
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return count(own.resolve("jobs"), "checkpoint-.*") >= 2;
        }
    },
    /** Recordings in twelve shards. */
    CORPUS {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            SparkFrames.extract(
                    spark, shared.resolve("speech"), SpeechOptions.defaults(), Part.TRAIN, own.resolve("frames"), 2);
            return shards(own.resolve("frames"));
        }

        @Override
        byte[] here(Path shared, Path own) throws IOException {
            Path root = shared.resolve("speech");
            Path frames = Files.createDirectories(own.resolve("frames"));
            List<SpeechShard> shards =
                    SpeechShard.of(root, SpeechFolder.open(root, SpeechOptions.defaults()), Part.TRAIN, 2);
            for (int i = 0; i < shards.size(); i++) {
                shards.get(i).build(frames.resolve(String.format("shard-%05d.npy", i)), 1);
            }
            return shards(frames);
        }

        private byte[] shards(Path folder) throws IOException {
            List<byte[]> all = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".npy"))
                        .sorted()
                        .toList()) {
                    all.add(ModelBytes.fingerprint(Files.readAllBytes(file)).getBytes(StandardCharsets.US_ASCII));
                }
            }
            return joined(all);
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return count(own.resolve("frames"), "shard-.*npy") >= 3;
        }
    },
    /** Rows encoded and decoded, from a query to Parquet. */
    PIPELINE {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            String parquet = own.resolve("codes.parquet").toString();
            SdmVaeEncoder encoder = SdmVaeEncoder.of(Vae.untrained(WIDE)).setInputCol("frame");
            Dataset<Row> codes = encoder.transform(TrialData.frames(spark, CODED_ROWS));
            encoder.decoder()
                    .transform(codes)
                    .select("id", "code", "decoded")
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(parquet);
            ByteBuffer bytes = ByteBuffer.allocate(CODED_ROWS * 4 * (6 + Small.WIDTH));
            for (Row row : spark.read().parquet(parquet).orderBy("id").collectAsList()) {
                row.<Float>getList(1).forEach(bytes::putFloat);
                row.<Float>getList(2).forEach(bytes::putFloat);
            }
            return bytes.array();
        }

        @Override
        byte[] here(Path shared, Path own) {
            Vae model = Vae.untrained(WIDE).tiled(1);
            ByteBuffer bytes = ByteBuffer.allocate(CODED_ROWS * 4 * (6 + Small.WIDTH));
            for (long id = 0; id < CODED_ROWS; id++) {
                float[][] code = model.encode(new float[][] {TrialData.frame(id)});
                for (float value : code[0]) {
                    bytes.putFloat(value);
                }
                for (float value : model.decode(code)[0]) {
                    bytes.putFloat(value);
                }
            }
            return bytes.array();
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return count(own.resolve("codes.parquet"), "part-.*parquet") >= 1;
        }
    },
    /** Pairs of signals scored, from a query to Parquet. */
    SCORES {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            String parquet = own.resolve("scores.parquet").toString();
            new SpeechScorer()
                    .transform(TrialData.signals(spark, SIGNALS))
                    .select("id", "scores")
                    .write()
                    .mode(SaveMode.Overwrite)
                    .parquet(parquet);
            StringBuilder text = new StringBuilder();
            for (Row row : spark.read().parquet(parquet).orderBy("id").collectAsList()) {
                Row scores = row.getStruct(1);
                for (int i = 0; i < scores.length() - 1; i++) {
                    text.append(scores.isNullAt(i) ? "none" : scores.getDouble(i))
                            .append(' ');
                }
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        byte[] here(Path shared, Path own) {
            StringBuilder text = new StringBuilder();
            for (long id = 0; id < SIGNALS; id++) {
                SpeechScores scores = SpeechScores.of(TrialData.reference(id), TrialData.degraded(id), 16000);
                for (OptionalDouble score : scores.byName().values()) {
                    text.append(score.isEmpty() ? "none" : score.getAsDouble()).append(' ');
                }
            }
            return text.toString().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return count(own.resolve("scores.parquet"), "part-.*parquet") >= 1;
        }
    },
    /** One training by three workers in many rounds. */
    LOCAL_SGD {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            return bytes(sgd().checkpoints(own.resolve("rounds")).fit(spark, WIDE, train(shared), valid(shared)));
        }

        @Override
        byte[] here(Path shared, Path own) throws IOException {
            return bytes(sgd().fitHere(WIDE, train(shared), valid(shared)));
        }

        private FrameData train(Path shared) {
            return FrameData.of(shared.resolve("train.npy"));
        }

        private FrameData valid(Path shared) {
            return FrameData.of(shared.resolve("valid.npy"));
        }

        private LocalSgd sgd() {
            return LocalSgd.of(Small.options(6, 3), SHARING);
        }

        private byte[] bytes(LocalSgdResult result) {
            System.err.println(result.costs());
            return bytes(List.of(result.training().model()));
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return Files.exists(own.resolve("rounds/round-000000003.sdmvae"));
        }
    },
    /** The same as an estimator, on the rows of a query. */
    ESTIMATOR {
        @Override
        byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException {
            SdmVaeEncoder encoder = SdmVae.of(WIDE, Small.options(6, 3), SHARING)
                    .setFolder(own.resolve("estimator").toString())
                    .setValidationPart(HELD_OUT)
                    .setInputCol("frame")
                    .fit(TrialData.frames(spark, FITTED_ROWS));
            return bytes(List.of(ModelBytes.load(encoder.model(), Engines.standard())));
        }

        @Override
        byte[] here(Path shared, Path own) throws IOException {
            Files.createDirectories(own);
            FrameData train = FrameData.write(TrialData.staged(FITTED_ROWS, false, HELD_OUT), own.resolve("train.npy"));
            FrameData valid = FrameData.write(TrialData.staged(FITTED_ROWS, true, HELD_OUT), own.resolve("valid.npy"));
            return bytes(List.of(LocalSgd.of(Small.options(6, 3), SHARING)
                    .fitHere(WIDE, train, valid)
                    .training()
                    .model()));
        }

        @Override
        boolean isInTheMiddle(Path own) throws IOException {
            return Files.exists(own.resolve("estimator/rounds/round-000000003.sdmvae"));
        }
    };

    private static final int EPOCHS = 8;
    private static final int CODED_ROWS = 120_000;
    private static final int FITTED_ROWS = 48_000;
    private static final int SIGNALS = 240;
    private static final double HELD_OUT = 0.05;
    private static final LocalSgdOptions SHARING = LocalSgdOptions.of(3, 500);
    private static final ModelDefinition MODEL =
            Small.definition(1).toBuilder().hidden(64).build();
    private static final ModelDefinition WIDE =
            Small.definition(1).toBuilder().hidden(512).build();

    /** Does the work on executors, or goes on with it, and gives the bytes of its result. */
    abstract byte[] onSpark(SparkSession spark, Path shared, Path own) throws IOException;

    /** The same bytes by one process without Spark. */
    abstract byte[] here(Path shared, Path own) throws IOException;

    /** Whether a part of the work is done and another is not. */
    abstract boolean isInTheMiddle(Path own) throws IOException;

    /** The items of a list with commas, in its order. */
    static List<TrialItem> named(String names) {
        return Arrays.stream(names.split(",")).map(TrialItem::valueOf).toList();
    }

    /** What all items read. */
    static void prepare(Path shared) throws IOException {
        Files.createDirectories(shared);
        FrameData.write(Small.rows(48_000, 1), shared.resolve("train.npy"));
        FrameData.write(Small.rows(1_000, 2), shared.resolve("valid.npy"));
        Path folder = Files.createDirectories(shared.resolve("speech/train"));
        for (int i = 0; i < 24; i++) {
            Random random = new Random(i);
            double[] samples = new double[44100 * 30];
            for (int t = 0; t < samples.length; t++) {
                samples[t] = 0.4 * Math.sin(2 * Math.PI * (200 + 5 * i) * t / 44100) + 0.1 * random.nextGaussian();
            }
            AudioClip.of(samples, 44100)
                    .normalisePeak(0.9)
                    .writeWav16(folder.resolve(String.format("recording-%02d.wav", i)));
        }
    }

    static int count(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return (int) files.filter(file -> file.getFileName().toString().matches(name))
                    .count();
        } catch (UncheckedIOException e) {
            // Files come and go meanwhile.
            return 0;
        }
    }

    /** Weights and γ: what does not hold the time of its making. */
    static byte[] bytes(List<Vae> models) {
        List<byte[]> all = new ArrayList<>();
        for (Vae model : models) {
            float[] weights = model.state().parameters();
            float[] gamma = Objects.requireNonNull(model.state().meanGamma());
            ByteBuffer bytes = ByteBuffer.allocate(4 * (weights.length + gamma.length));
            for (float value : weights) {
                bytes.putFloat(value);
            }
            for (float value : gamma) {
                bytes.putFloat(value);
            }
            all.add(bytes.array());
        }
        return joined(all);
    }

    static byte[] joined(List<byte[]> parts) {
        ByteBuffer all =
                ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }
}
