/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Puts the parts of {@link GpuCheck} together: {@code report.json} for programs, {@code report.md} for reading. */
final class GpuReport {
    private static final List<String> PARTS =
            List.of("engine", "golden", "models", "bits", "training", "epoch", "jobs");
    private static final List<String> FIGURES = List.of(
            "card",
            "java",
            "why",
            "count",
            "outside",
            "worst",
            "tolerance",
            "twice",
            "residentOrUploaded",
            "frames",
            "seconds",
            "microsecondsPerStepByJobs",
            "sameBitsAsAlone");
    /** Results of JMH, each of its own part. */
    private static final List<String> MEASURED = List.of("steps", "inference", "enhancement", "kernels", "large");

    private final Path folder;
    private final JsonObject all = new JsonObject();
    private final StringBuilder text = new StringBuilder("# Check on a card\n\n");

    private GpuReport(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes both files.
     *
     * @return whether every part of the check ended well
     */
    static boolean write(Path folder) throws IOException {
        return new GpuReport(folder).write();
    }

    private boolean write() throws IOException {
        append("version.txt", "Built from ");
        boolean ok = true;
        for (String part : PARTS) {
            ok &= part(part);
        }
        for (String part : MEASURED) {
            measured(part);
        }
        append("torch.txt", "\nPyTorch on the same step:\n\n");
        append("machine.txt", "\nThe machine:\n\n");
        all.addProperty("ok", ok);
        Files.writeString(folder.resolve("report.json"), all.toString());
        Files.writeString(folder.resolve("report.md"), text);
        System.out.print(text);
        return ok;
    }

    private void append(String file, String title) throws IOException {
        Path path = folder.resolve(file);
        if (Files.exists(path)) {
            String content = Files.readString(path).strip();
            all.addProperty(file, content);
            text.append(title);
            text.append(content.contains("\n") ? "```\n" + content + "\n```\n" : content + "\n\n");
        }
    }

    private boolean part(String part) throws IOException {
        Path file = folder.resolve(part + ".json");
        JsonObject result = new JsonObject();
        if (Files.exists(file)) {
            result = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } else {
            result.addProperty("ok", false);
            result.addProperty("why", "did not run or did not end; see " + part + ".log if there is one");
        }
        all.add(part, result);
        boolean ok = result.has("ok") && result.get("ok").getAsBoolean();
        text.append("- ").append(part).append(": ").append(ok ? "ok" : "NOT OK");
        for (String key : FIGURES) {
            if (result.has(key)) {
                text.append(", ").append(key).append(' ').append(result.get(key));
            }
        }
        text.append('\n');
        outside(result);
        return ok;
    }

    /** Models that are further away than they may be. */
    private void outside(JsonObject result) {
        if (!result.has("models")) {
            return;
        }
        for (JsonElement element : result.getAsJsonArray("models")) {
            JsonObject row = element.getAsJsonObject();
            double worst = row.get("worst").getAsDouble();
            if (!(worst <= row.get("allowed").getAsDouble())) {
                text.append("  - ")
                        .append(row.get("model").getAsString())
                        .append(": ")
                        .append(worst)
                        .append(" in ")
                        .append(row.get("where").getAsString())
                        .append('\n');
            }
        }
    }

    private void measured(String part) throws IOException {
        Path file = folder.resolve("jmh-" + part + ".json");
        JsonArray runs = Files.exists(file) && Files.size(file) > 0
                ? JsonParser.parseString(Files.readString(file)).getAsJsonArray()
                : new JsonArray();
        if (runs.isEmpty()) {
            text.append("- ").append(part).append(": not measured\n");
            return;
        }
        all.add("jmh-" + part, runs);
        text.append("\n| ")
                .append(part)
                .append(" | parameters | microseconds | over the floor |\n|---|---|---:|---:|\n");
        for (JsonElement element : runs) {
            JsonObject run = element.getAsJsonObject();
            String name = run.get("benchmark").getAsString();
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f | %s |%n",
                    name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                    run.has("params") ? run.get("params").toString().replace("|", "/") : "",
                    score(run),
                    overFloor(run, runs)));
        }
        text.append('\n');
    }

    /** Microseconds. */
    private static double score(JsonObject run) {
        JsonObject metric = run.getAsJsonObject("primaryMetric");
        double score = metric.get("score").getAsDouble();
        return metric.get("scoreUnit").getAsString().equals("ms/op") ? 1000 * score : score;
    }

    private static String parameter(JsonObject run, String name) {
        JsonObject parameters = run.has("params") ? run.getAsJsonObject("params") : new JsonObject();
        return parameters.has(name) ? parameters.get(name).getAsString() : "";
    }

    /** The floor of kernels: one that does one thread's work, in the same setting. */
    private static String overFloor(JsonObject run, JsonArray runs) {
        for (JsonElement element : runs) {
            JsonObject other = element.getAsJsonObject();
            if (parameter(other, "kernel").equals("empty")
                    && parameter(other, "batch").equals(parameter(run, "batch"))) {
                return String.format(Locale.ROOT, "%.2f", score(run) - score(other));
            }
        }
        return "";
    }
}
