/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.SpeechShard;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.metrics.speech.SpeechScores;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.spark.corpus.SparkFrames;
import io.github.sdmvae.spark.ml.SdmVaeEncoder;
import io.github.sdmvae.spark.sgd.LocalSgd;
import io.github.sdmvae.spark.sgd.LocalSgdOptions;
import io.github.sdmvae.spark.sgd.LocalSgdOptions.Moments;
import io.github.sdmvae.spark.sgd.LocalSgdResult;
import io.github.sdmvae.spark.training.SparkTrainings;
import io.github.sdmvae.spark.training.TrainingJob;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingOptions;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What Spark costs, at the paper's size, on {@code local-cluster[2,1,1024]}: for a machine with nothing else to do. Prints the
 * figures of {@code docs/spark.md} and the table that is computed from them. One engine thread everywhere, as executors of one
 * core have it.
 */
final class Costs {
    private static final int WIDTH = 513;
    static final int BATCH = 128;
    private static final int RUNS = 15;
    private static final int RECORDINGS = 60;
    private static final int SECONDS = 20;

    private Costs() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]).toAbsolutePath().normalize();
        if (args.length == 1) {
            Process driver =
                    LocalCluster.java(Files.createDirectories(folder), Costs.class, folder.toString(), "driver");
            driver.getInputStream().transferTo(System.out);
            System.exit(driver.waitFor());
        }
        System.setProperty("sdmvae.threads", "1");
        measure(folder);
    }

    private static void measure(Path folder) throws Exception {
        long began = System.nanoTime();
        SparkSession spark = LocalCluster.start();
        double start = start(spark, began);
        FrameData train = FrameData.write(rows(40_000), folder.resolve("train-" + began + ".npy"));
        FrameData valid = FrameData.write(rows(4_000), folder.resolve("valid-" + began + ".npy"));
        List<CostTable.Size> sizes = new ArrayList<>();
        for (int hidden : new int[] {128, 512, 1024}) {
            sizes.add(rounds(spark, hidden, train, valid));
        }
        quality(spark, train, valid);
        double each = trainings(spark, folder.resolve("jobs-" + began), train, valid);
        double[] audio = corpus(spark, folder.resolve("speech-" + began), folder.resolve("frames-" + began));
        double[] rows = pipeline(spark);
        spark.stop();
        double scores = scores();
        say("");
        new CostTable(start, sizes, each, audio[0], audio[1], rows[0] / 1e6, rows[2] / 1e6, scores)
                .lines()
                .forEach(System.out::println);
    }

    /** Seconds until a first job is done; tells what later jobs take, too. */
    private static double start(SparkSession spark, long began) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        double first = seconds(() -> context.parallelize(List.of(1, 2), 2).count());
        double start = (System.nanoTime() - began) / 1e9;
        say("start of a context: %.1f s, of them its first job %.1f s; processor %s", start, first, Processors.own());
        say(
                "an empty job: %s",
                text(several(() -> context.parallelize(List.of(1, 2), 2).count())));
        return start;
    }

    private static ModelDefinition model(int hidden) {
        return ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(hidden)
                .latentSize(32)
                .prior(Prior.learnedVariance())
                .seed(1)
                .build();
    }

    private static Frames rows(int count) {
        return Small.rows(count, WIDTH, count);
    }

    private static TrainingOptions options(int epochs) {
        TrainingOptions small = Small.options(epochs, 1);
        return new TrainingOptions(
                epochs, BATCH, small.learningRate(), 20, small.gradientClipping(), null, small.elbo(), 1);
    }

    /** A step's time, and what a round takes beyond its steps, the driver's averages included. */
    private static CostTable.Size rounds(SparkSession spark, int hidden, FrameData train, FrameData valid)
            throws IOException {
        ModelDefinition model = model(hidden);
        TrainingResult alone = alone(model, 2, train, valid);
        int batches = 40_000 / BATCH;
        double step = alone.history().get(1).seconds() / batches;
        // 156 steps of each of two workers: rounds of 8, whose computing is known. Once to warm up.
        LocalSgd sgd = LocalSgd.of(options(1), LocalSgdOptions.of(2, 8));
        sgd.fit(spark, model, train, valid);
        LocalSgdResult.Costs costs = sgd.fit(spark, model, train, valid).costs();
        double waiting = costs.waiting() / costs.rounds();
        double driver = costs.driver() / costs.rounds();
        int parameters = model.graph().layout().length();
        say(
                "hidden %d, %,d parameters: a step %.2f ms; a round takes %.0f ms beyond its steps (%.0f ms waiting, %.0f"
                        + " ms of the driver, %.2f MB)",
                hidden,
                parameters,
                1e3 * step,
                1e3 * (waiting + driver),
                1e3 * waiting,
                1e3 * driver,
                costs.bytes() / 1e6 / costs.rounds());
        return new CostTable.Size(parameters, step, waiting, driver);
    }

    private static TrainingResult alone(ModelDefinition model, int epochs, FrameData train, FrameData valid)
            throws IOException {
        return alone(model, epochs, train, valid, Engines.standard());
    }

    private static TrainingResult alone(
            ModelDefinition model, int epochs, FrameData train, FrameData valid, Engine engine) throws IOException {
        TrainingOptions options = options(epochs);
        return Trainer.builder()
                .epochs(epochs)
                .batchSize(BATCH)
                .learningRate(options.learningRate())
                .seed(1)
                .engine(engine)
                .build()
                .fit(model, train.open(), valid.open());
    }

    /** After as many epochs, and by how much faster. */
    private static void quality(SparkSession spark, FrameData train, FrameData valid) throws IOException {
        ModelDefinition model = model(128);
        int epochs = 6;
        long began = System.nanoTime();
        TrainingResult alone = alone(model, epochs, train, valid);
        double seconds = (System.nanoTime() - began) / 1e9;
        say("one machine, one thread, %d epochs: %.1f s, loss %.2f", epochs, seconds, last(alone));
        twoThreads(model, epochs, train, valid);
        for (Moments moments : Moments.values()) {
            for (int h : new int[] {39, 156}) {
                LocalSgdResult result = LocalSgd.of(
                                options(epochs), LocalSgdOptions.of(2, h).withMoments(moments))
                        .fit(spark, model, train, valid);
                LocalSgdResult.Costs c = result.costs();
                say(
                        "local SGD, 2 workers, H = %d, moments %s: loss %.2f, %.2f times as fast as one machine; %s",
                        h, moments, last(result.training()), seconds / (c.inRounds() + c.driver()), c);
            }
        }
    }

    /** What the same two cores do without Spark. */
    private static void twoThreads(ModelDefinition model, int epochs, FrameData train, FrameData valid)
            throws IOException {
        try (Engine engine = CpuEngine.withThreads(2)) {
            long began = System.nanoTime();
            TrainingResult both = alone(model, epochs, train, valid, engine);
            say("one machine, two threads: %.1f s, loss %.2f", (System.nanoTime() - began) / 1e9, last(both));
        }
    }

    private static double last(TrainingResult result) {
        return result.history().get(result.history().size() - 1).validation().loss();
    }

    /** Seconds per job beyond its training. */
    private static double trainings(SparkSession spark, Path folder, FrameData train, FrameData valid)
            throws IOException {
        List<TrainingJob> jobs = new ArrayList<>();
        for (int seed = 0; seed < 8; seed++) {
            jobs.add(new TrainingJob(
                    "seed-" + seed, model(128).toBuilder().seed(seed).build(), options(1), train, valid));
        }
        double training = alone(model(128), 1, train, valid).history().get(0).seconds();
        double[] all = {0};
        double wall = seconds(() -> {
            all[0] = SparkTrainings.in(folder).run(spark, jobs).stream()
                    .mapToDouble(outcome -> outcome.seconds())
                    .sum();
            return null;
        });
        double each = (wall - all[0] / 2) * 2 / jobs.size();
        say(
                "8 trainings of %.1f s each (%.1f s alone on this machine): %.1f s, %.2f s per job beyond its training",
                all[0] / 8, training, wall, each);
        return each;
    }

    /** Core seconds per hour of sound, and per shard beyond that. */
    private static double[] corpus(SparkSession spark, Path speech, Path frames) throws Exception {
        recordings(Files.createDirectories(speech.resolve("train")));
        SpeechShard whole = SpeechShard.of(
                        speech, SpeechFolder.open(speech, SpeechOptions.defaults()), Part.TRAIN, RECORDINGS)
                .get(0);
        Files.createDirectories(frames);
        double here = 0;
        double wall = 0;
        // Once to warm up.
        for (String pass : new String[] {"first", "second"}) {
            here = seconds(() -> whole.build(frames.resolve(pass + ".npy"), 1));
            wall = seconds(() -> SparkFrames.extract(
                    spark, speech, SpeechOptions.defaults(), Part.TRAIN, frames.resolve(pass), RECORDINGS / 10));
        }
        double perHour = here * 3600 / (RECORDINGS * SECONDS);
        double perShard = Math.max(0, (wall - here / 2) * 2 / 10);
        say(
                "%d minutes of sound: %.2f s here on one core, %.2f s on Spark in 10 shards: %.1f core seconds per"
                        + " hour of sound, %.2f s per shard beyond",
                RECORDINGS * SECONDS / 60, here, wall, perHour, perShard);
        return new double[] {perHour, perShard};
    }

    private static void recordings(Path folder) throws IOException {
        for (int i = 0; i < RECORDINGS; i++) {
            Random random = new Random(i);
            double[] samples = new double[16000 * SECONDS];
            for (int t = 0; t < samples.length; t++) {
                samples[t] = 0.5 * Math.sin(0.01 * (i + 5) * t) + 0.1 * random.nextGaussian();
            }
            AudioClip.of(samples, 16000).normalisePeak(0.9).writeWav16(folder.resolve("r" + i + ".wav"));
        }
    }

    /** Microseconds per row: in large batches here, in tiles of one here, through a query. */
    private static double[] pipeline(SparkSession spark) throws Exception {
        Vae model = Vae.untrained(model(128));
        float[][] frames = rows(4096).toRows();
        double batches = 1e6 * several(() -> model.encode(frames))[0] / 1e3 / 4096;
        Vae one = model.tiled(1);
        double tiles = 1e6 * several(() -> one.encode(frames))[0] / 1e3 / 4096;
        Dataset<Row> rows = spark.range(0, 20_000, 1, 4)
                .selectExpr(
                        "id",
                        "transform(sequence(0, 512), j -> cast((id * 7919 + j * 104729) % 1009 + 1 as float)) as"
                                + " frame");
        double without =
                several(() -> rows.selectExpr("sum(frame[0] + frame[512])").collectAsList())[0];
        Dataset<Row> codes = SdmVaeEncoder.of(model).setInputCol("frame").transform(rows);
        double with = several(() -> codes.selectExpr("sum(code[0])").collectAsList())[0];
        double query = 1e3 * (with - without) * 2 / 20_000;
        say(
                "encoding a row of 513: %.1f µs in batches of 256, %.1f µs in tiles of one, %.1f core µs in a query",
                batches, tiles, query);
        return new double[] {batches, tiles, query};
    }

    /** Seconds per hour of sound. */
    private static double scores() throws IOException {
        int rate = 16000;
        double[] clean = new double[8 * rate];
        double[] noisy = new double[clean.length];
        Random random = new Random(1);
        for (int t = 0; t < clean.length; t++) {
            double envelope = Math.pow(Math.sin(2 * Math.PI * 2.5 * t / rate), 2);
            clean[t] = 0.5 * envelope * Math.sin(2 * Math.PI * 300 * t / rate + 3 * Math.sin(0.002 * t));
            noisy[t] = clean[t] + 0.01 * random.nextGaussian();
        }
        double perHour = several(() -> SpeechScores.of(clean, noisy, rate))[1] / 1e3 / 8 * 3600;
        say("PESQ, STOI, ESTOI and SI-SDR of an hour of sound: %.1f core seconds", perHour);
        return perHour;
    }

    private static double seconds(Callable<?> work) throws IOException {
        long began = System.nanoTime();
        try {
            work.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - began) / 1e9;
    }

    /** Least and median milliseconds. */
    private static double[] several(Callable<?> work) throws IOException {
        double[] all = new double[RUNS];
        seconds(work);
        for (int i = 0; i < RUNS; i++) {
            all[i] = 1e3 * seconds(work);
        }
        Arrays.sort(all);
        return new double[] {all[0], all[RUNS / 2]};
    }

    private static String text(double[] figures) {
        return String.format(Locale.ROOT, "%.0f ms at least, %.0f ms in the median", figures[0], figures[1]);
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
