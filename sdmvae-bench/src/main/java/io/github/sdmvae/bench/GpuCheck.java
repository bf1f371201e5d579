/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.sdmvae.cuda.CudaEngine;
import io.github.sdmvae.cuda.GoldenCheck;
import io.github.sdmvae.cuda.SelfCheck;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The parts of {@code gpu/check}, one per process, so that none can spoil the others: each writes a file of JSON, the last
 * puts them together.
 */
public final class GpuCheck {
    /** Largest difference from double precision, as a part of an array's largest value. */
    private static final double TOLERANCE = 1e-4;
    /** What an engine may be away by, of what another in single precision is away by on the same data, if that is more. */
    private static final double TIMES_ANOTHER = 3;
    /** Largest relative difference of two engines' losses after some epochs: rounding grows with training. */
    private static final double LOSS_TOLERANCE = 2e-3;

    private static final int INPUT = 513;
    private static final int BATCH = 128;
    private static final int JOB_EPOCHS = 6;
    private static final int[] JOBS = {1, 2, 4, 8};
    private static final int TABLE_FRAMES = 156_658;
    /** The engine to check; another than the card's shows that the check itself works. */
    private static final String ENGINE = System.getProperty("sdmvae.check.engine", "cuda");
    /** Factor on the number of frames, for machines without a card. */
    private static final double SHARE = Double.parseDouble(System.getProperty("sdmvae.check.share", "1"));

    private static final int NOT_OK = 1;
    private static final int NO_ENGINE = 3;

    private GpuCheck() {}

    /**
     * Runs a part. Ends with 0, with 1 if something is not as it should be, with 3 if there is no such engine.
     *
     * @param args its name, the folder for results, and for {@code golden} the folder of the cases
     * @throws IOException if results cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            throw new IllegalArgumentException(
                    "usage: GpuCheck engine|golden|models|bits|training|epoch|jobs|report FOLDER [CASES]");
        }
        Path folder = Path.of(args[1]);
        try {
            System.exit(part(args[0], folder, args) ? 0 : NOT_OK);
        } catch (EngineUnavailableException e) {
            JsonObject result = new JsonObject();
            result.addProperty("why", e.getMessage());
            write(folder, args[0], result, false);
            System.out.println(e.getMessage());
            System.exit(NO_ENGINE);
        }
    }

    private static boolean part(String name, Path folder, String[] args) throws IOException {
        return switch (name) {
            case "engine" -> engine(folder);
            case "golden" -> golden(folder, Path.of(args[2]));
            case "models" -> models(folder);
            case "bits" -> bits(folder);
            case "training" -> training(folder);
            case "epoch" -> epoch(folder);
            case "jobs" -> jobs(folder);
            case "report" -> GpuReport.write(folder);
            default -> throw new IllegalArgumentException("no part is named '" + name + "'");
        };
    }

    private static Engine card() {
        return Engines.named(ENGINE);
    }

    private static int frames(int count) {
        return (int) Math.max(256, count * SHARE);
    }

    private static void write(Path folder, String part, JsonObject result, boolean ok) throws IOException {
        result.addProperty("part", part);
        result.addProperty("ok", ok);
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(part + ".json"),
                new GsonBuilder()
                        .serializeSpecialFloatingPointValues()
                        .setPrettyPrinting()
                        .create()
                        .toJson(result));
        System.out.println(part + ": " + (ok ? "ok" : "NOT OK"));
    }

    /** Whether there is one, and what it is. */
    private static boolean engine(Path folder) throws IOException {
        JsonObject result = new JsonObject();
        Engine engine = card();
        result.addProperty("engine", engine.name());
        result.addProperty("card", engine instanceof CudaEngine cuda ? cuda.card() : "none, the processor");
        result.addProperty("settings", engine.settings());
        result.addProperty("java", System.getProperty("java.version"));
        result.addProperty("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        System.out.println(result.get("card").getAsString());
        write(folder, "engine", result, true);
        return true;
    }

    /** Worked cases, computed independently. */
    private static boolean golden(Path folder, Path cases) throws IOException {
        Engine engine = card();
        List<SelfCheck.Outcome> outcomes = new ArrayList<>();
        JsonArray skipped = new JsonArray();
        for (String file : List.of("models.json", "dynamical.json", "masks.json", "enhancement.json")) {
            GoldenCheck.Summary summary = GoldenCheck.run(engine, cases.resolve(file));
            outcomes.addAll(summary.outcomes());
            summary.skipped().forEach(skipped::add);
        }
        JsonObject result = new JsonObject();
        result.add("partsOfModels", skipped);
        return outcomes(folder, "golden", result, outcomes, List.of());
    }

    /**
     * Every model against double precision, fresh random data. Noise with heavy tails takes any engine in single precision further
     * away now and then: then what the processor's engine is away by on the same data counts.
     */
    private static boolean models(Path folder) throws IOException {
        long seed = System.nanoTime() & 0xffff;
        List<SelfCheck.Outcome> outcomes = small(card(), seed);
        List<SelfCheck.Outcome> beside = small(Engines.named("cpu"), seed);
        outcomes.addAll(SelfCheck.commonShapes(card(), seed));
        JsonObject result = new JsonObject();
        result.addProperty("seed", seed);
        return outcomes(folder, "models", result, outcomes, beside);
    }

    private static List<SelfCheck.Outcome> small(Engine engine, long seed) {
        List<SelfCheck.Outcome> outcomes = new ArrayList<>(SelfCheck.everyPart(engine, seed));
        outcomes.addAll(SelfCheck.overTime(engine, seed));
        outcomes.addAll(SelfCheck.mixtures(engine, seed));
        return outcomes;
    }

    /** Beside the first of the outcomes stand those of another engine in single precision on the same data. */
    private static boolean outcomes(
            Path folder,
            String part,
            JsonObject result,
            List<SelfCheck.Outcome> outcomes,
            List<SelfCheck.Outcome> beside)
            throws IOException {
        JsonArray rows = new JsonArray();
        double worst = 0;
        int bad = 0;
        for (int i = 0; i < outcomes.size(); i++) {
            SelfCheck.Outcome outcome = outcomes.get(i);
            double others = i < beside.size() ? beside.get(i).worst() : 0;
            double allowed = Math.max(TOLERANCE, TIMES_ANOTHER * others);
            JsonObject row = new JsonObject();
            row.addProperty("allowed", allowed);
            row.addProperty("model", outcome.model());
            row.addProperty("worst", outcome.worst());
            row.addProperty("where", outcome.where());
            rows.add(row);
            worst = outcome.worst() <= worst ? worst : outcome.worst();
            bad += outcome.worst() <= allowed ? 0 : 1;
        }
        result.addProperty("count", outcomes.size());
        result.addProperty("outside", bad);
        result.addProperty("worst", worst);
        result.addProperty("tolerance", TOLERANCE);
        result.add("models", rows);
        boolean ok = bad == 0 && !outcomes.isEmpty();
        write(folder, part, result, ok);
        return ok;
    }

    private static Frames frames(int count, long key) {
        float[] values = new float[count * INPUT];
        for (int i = 0; i < values.length; i++) {
            int row = i / INPUT;
            int column = i % INPUT;
            double level = 6 * CounterNoise.uniform(key, row) - 3;
            double shape = 2 * Math.cos((row % 3 + 1) * Math.PI * column / INPUT);
            values[i] = (float) (-Math.exp(level + shape) * Math.log(CounterNoise.uniform(key + 1, i)));
        }
        return Frames.wrap(values, INPUT, count + " generated frames");
    }

    private static ModelDefinition paper() {
        return ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(128)
                .latentSize(32)
                .build();
    }

    private static TrainingResult train(Engine engine, Frames frames, Frames validation, int epochs) {
        return Trainer.builder()
                .epochs(epochs)
                .batchSize(BATCH)
                .learningRate(1e-3)
                .engine(engine)
                .build()
                .fit(paper(), frames, validation);
    }

    /** Same seed, same bits. */
    private static boolean bits(Path folder) throws IOException {
        Frames data = frames(frames(4_000), 11);
        float[] first = train(card(), data, data, 3).model().state().parameters();
        float[] second = train(card(), data, data, 3).model().state().parameters();
        System.setProperty("sdmvae.cuda.resident", "false");
        float[] uploaded = train(card(), frames(frames(4_000), 11), data, 3)
                .model()
                .state()
                .parameters();
        JsonObject result = new JsonObject();
        boolean again = Arrays.equals(first, second);
        boolean either = Arrays.equals(first, uploaded);
        result.addProperty("twice", again);
        result.addProperty("residentOrUploaded", either);
        write(folder, "bits", result, again && either);
        return again && either;
    }

    /** 20 epochs beside the processor's engine, from the same weights and noise. */
    private static boolean training(Path folder) throws IOException {
        Frames data = frames(frames(6_000), 21);
        Frames validation = frames(frames(1_000), 23);
        List<EpochReport> ours = train(card(), data, validation, 20).history();
        List<EpochReport> theirs =
                train(Engines.named("cpu"), data, validation, 20).history();
        double worst = 0;
        JsonArray epochs = new JsonArray();
        for (int e = 0; e < ours.size(); e++) {
            double a = loss(ours.get(e));
            double b = loss(theirs.get(e));
            double difference = Math.abs(a - b) / Math.abs(b);
            worst = difference <= worst ? worst : difference;
            JsonObject row = new JsonObject();
            row.addProperty("epoch", e + 1);
            row.addProperty("checked", a);
            row.addProperty("cpu", b);
            epochs.add(row);
        }
        JsonObject result = new JsonObject();
        result.addProperty("worst", worst);
        result.addProperty("tolerance", LOSS_TOLERANCE);
        result.add("validation", epochs);
        boolean ok = worst <= LOSS_TOLERANCE;
        write(folder, "training", result, ok);
        return ok;
    }

    /**
     * Trainings beside each other on one card, each on a stream of its own: what a step of one of them takes, and whether all end
     * with the bits they have alone. From these figures it can be told whether stacking them into one program would pay.
     */
    private static boolean jobs(Path folder) throws IOException {
        Frames data = frames(frames(60_000), 41);
        Engine engine = card();
        float[] alone = job(engine, data).model().state().parameters();
        JsonObject microseconds = new JsonObject();
        boolean same = true;
        for (int count : JOBS) {
            ExecutorService threads = Executors.newFixedThreadPool(count);
            List<CompletableFuture<TrainingResult>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(CompletableFuture.supplyAsync(() -> job(engine, data), threads));
            }
            double seconds = 0;
            for (CompletableFuture<TrainingResult> one : all) {
                TrainingResult result = one.join();
                same &= Arrays.equals(result.model().state().parameters(), alone);
                // The first epoch has what is done once in it.
                seconds += result.history().stream()
                        .skip(1)
                        .mapToDouble(EpochReport::seconds)
                        .sum();
            }
            threads.shutdown();
            double steps = (JOB_EPOCHS - 1) * Math.ceil(data.size() / (double) BATCH) * count;
            microseconds.addProperty(String.valueOf(count), Math.round(1e8 * seconds / count / steps) / 100.0);
        }
        JsonObject result = new JsonObject();
        result.add("microsecondsPerStepByJobs", microseconds);
        result.addProperty("sameBitsAsAlone", same);
        write(folder, "jobs", result, same);
        return same;
    }

    private static TrainingResult job(Engine engine, Frames data) {
        return Trainer.builder()
                .epochs(JOB_EPOCHS)
                .batchSize(BATCH)
                .engine(engine)
                .build()
                .fit(paper(), data);
    }

    private static double loss(EpochReport report) {
        return Objects.requireNonNull(report.validation()).loss();
    }

    /** An epoch of the paper's training set through the trainer, terms reported. */
    private static boolean epoch(Path folder) throws IOException {
        Frames data = frames(frames(TABLE_FRAMES), 31);
        JsonArray seconds = new JsonArray();
        Trainer.builder()
                .epochs(6)
                .batchSize(BATCH)
                .engine(card())
                .build()
                .fit(paper(), data)
                .history()
                .forEach(report -> seconds.add(report.seconds()));
        JsonObject result = new JsonObject();
        result.addProperty("frames", data.size());
        result.add("seconds", seconds);
        write(folder, "epoch", result, true);
        return true;
    }
}
