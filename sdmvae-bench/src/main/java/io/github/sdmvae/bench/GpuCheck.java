/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.sdmvae.cuda.CudaEngine;
import io.github.sdmvae.cuda.SelfCheck;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The parts of {@code gpu/check}, one per process, so that none can spoil the others: each writes a file of JSON, the last
 * puts them together.
 */
public final class GpuCheck {
    /** Largest difference from double precision, as a part of an array's largest value. */
    private static final double TOLERANCE = 1e-4;
    /** Largest relative difference of two engines' losses after some epochs: rounding grows with training. */
    private static final double LOSS_TOLERANCE = 2e-3;

    private static final int INPUT = 513;
    private static final int TABLE_FRAMES = 156_658;

    private GpuCheck() {}

    /**
     * Runs a part.
     *
     * @param args its name, and the folder for results
     * @throws IOException if results cannot be written
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            throw new IllegalArgumentException("usage: GpuCheck models|bits|training|epoch|report FOLDER");
        }
        Path folder = Path.of(args[1]);
        boolean ok = switch (args[0]) {
            case "models" -> models(folder);
            case "bits" -> bits(folder);
            case "training" -> training(folder);
            case "epoch" -> epoch(folder);
            case "report" -> report(folder);
            default -> throw new IllegalArgumentException("no part is named '" + args[0] + "'");
        };
        System.exit(ok ? 0 : 1);
    }

    private static Engine card() {
        return Engines.named("cuda");
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

    /** Every model against double precision. */
    private static boolean models(Path folder) throws IOException {
        CudaEngine engine = (CudaEngine) card();
        System.out.println(engine.card());
        JsonArray rows = new JsonArray();
        double worst = 0;
        for (long seed : new long[] {1, 2}) {
            for (SelfCheck.Outcome outcome : concat(engine, seed)) {
                JsonObject row = new JsonObject();
                row.addProperty("model", outcome.model());
                row.addProperty("worst", outcome.worst());
                row.addProperty("where", outcome.where());
                rows.add(row);
                worst = outcome.worst() <= worst ? worst : outcome.worst();
            }
        }
        JsonObject result = new JsonObject();
        result.addProperty("card", engine.card());
        result.addProperty("worst", worst);
        result.add("models", rows);
        boolean ok = worst <= TOLERANCE;
        write(folder, "models", result, ok);
        return ok;
    }

    private static List<SelfCheck.Outcome> concat(Engine engine, long seed) {
        return Stream.concat(SelfCheck.everyPart(engine, seed).stream(), SelfCheck.commonShapes(engine, seed).stream())
                .toList();
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
                .batchSize(128)
                .learningRate(1e-3)
                .engine(engine)
                .build()
                .fit(paper(), frames, validation);
    }

    /** Same seed, same bits. */
    private static boolean bits(Path folder) throws IOException {
        Frames data = frames(4_000, 11);
        float[] first = train(card(), data, data, 3).model().state().parameters();
        float[] second = train(card(), data, data, 3).model().state().parameters();
        System.setProperty("sdmvae.cuda.resident", "false");
        float[] uploaded =
                train(card(), frames(4_000, 11), data, 3).model().state().parameters();
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
        Frames data = frames(6_000, 21);
        Frames validation = frames(1_000, 23);
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
            row.addProperty("cuda", a);
            row.addProperty("cpu", b);
            epochs.add(row);
        }
        JsonObject result = new JsonObject();
        result.addProperty("worst", worst);
        result.add("validation", epochs);
        boolean ok = worst <= LOSS_TOLERANCE;
        write(folder, "training", result, ok);
        return ok;
    }

    private static double loss(EpochReport report) {
        return Objects.requireNonNull(report.validation()).loss();
    }

    /** An epoch of the paper's training set through the trainer, terms reported. */
    private static boolean epoch(Path folder) throws IOException {
        Frames data = frames(TABLE_FRAMES, 31);
        JsonArray seconds = new JsonArray();
        Trainer.builder()
                .epochs(6)
                .batchSize(128)
                .engine(card())
                .build()
                .fit(paper(), data)
                .history()
                .forEach(report -> seconds.add(report.seconds()));
        JsonObject result = new JsonObject();
        result.addProperty("frames", TABLE_FRAMES);
        result.add("seconds", seconds);
        write(folder, "epoch", result, true);
        return true;
    }

    /** All parts in one file, and for reading. */
    private static boolean report(Path folder) throws IOException {
        JsonObject all = new JsonObject();
        StringBuilder text = new StringBuilder("# Check on a card\n\n");
        boolean ok = true;
        for (String part : List.of("models", "bits", "training", "epoch")) {
            JsonObject result = read(folder.resolve(part + ".json"));
            all.add(part, result);
            boolean good = result.has("ok") && result.get("ok").getAsBoolean();
            ok &= good;
            text.append("- ").append(part).append(": ").append(good ? "ok" : "NOT OK");
            for (String key : List.of("card", "worst", "twice", "residentOrUploaded", "seconds")) {
                if (result.has(key)) {
                    text.append(", ").append(key).append(' ').append(result.get(key));
                }
            }
            text.append('\n');
        }
        jmh(folder, all, text);
        Path torch = folder.resolve("torch.txt");
        if (Files.exists(torch)) {
            text.append("\nPyTorch:\n\n```\n").append(Files.readString(torch)).append("```\n");
        }
        Files.writeString(folder.resolve("report.json"), all.toString());
        Files.writeString(folder.resolve("report.md"), text);
        System.out.print(text);
        return ok;
    }

    private static JsonObject read(Path file) throws IOException {
        if (!Files.exists(file)) {
            JsonObject missing = new JsonObject();
            missing.addProperty("ok", false);
            missing.addProperty("why", "it did not end; see its log");
            return missing;
        }
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }

    private static void jmh(Path folder, JsonObject all, StringBuilder text) throws IOException {
        Path file = folder.resolve("jmh.json");
        if (!Files.exists(file)) {
            text.append("- JMH: no results; see jmh.log\n");
            return;
        }
        JsonArray runs = JsonParser.parseString(Files.readString(file)).getAsJsonArray();
        all.add("jmh", runs);
        text.append("\n| benchmark | parameters | µs |\n|---|---|---:|\n");
        for (JsonElement element : runs) {
            JsonObject run = element.getAsJsonObject();
            String name = run.get("benchmark").getAsString();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f |%n",
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    run.has("params") ? run.get("params").toString().replace("|", "/") : "",
                    run.getAsJsonObject("primaryMetric").get("score").getAsDouble()));
        }
    }
}
