/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What JMH has measured, read from its JSON. */
final class JmhRuns {
    /**
     * One benchmark with one set of parameters.
     *
     * @param method of the benchmark
     * @param params by name
     * @param mean over iterations
     * @param spread half the distance between fastest and slowest iteration
     */
    record Run(String method, Map<String, String> params, double mean, double spread) {
        boolean is(String name, String... namesAndValues) {
            boolean same = method.equals(name);
            for (int i = 0; i < namesAndValues.length; i += 2) {
                same &= namesAndValues[i + 1].equals(params.get(namesAndValues[i]));
            }
            return same;
        }
    }

    private final List<Run> runs = new ArrayList<>();

    static JmhRuns read(Path file) throws IOException {
        JmhRuns all = new JmhRuns();
        for (JsonElement element :
                JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
            all.runs.add(run(element.getAsJsonObject()));
        }
        return all;
    }

    private static Run run(JsonObject object) {
        String name = object.get("benchmark").getAsString();
        Map<String, String> params = new TreeMap<>();
        if (object.has("params")) {
            object.getAsJsonObject("params")
                    .entrySet()
                    .forEach(e -> params.put(e.getKey(), e.getValue().getAsString()));
        }
        JsonObject metric = object.getAsJsonObject("primaryMetric");
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (JsonElement fork : metric.getAsJsonArray("rawData")) {
            for (JsonElement iteration : (JsonArray) fork) {
                low = Math.min(low, iteration.getAsDouble());
                high = Math.max(high, iteration.getAsDouble());
            }
        }
        String method = name.substring(name.lastIndexOf('.') + 1);
        return new Run(method, params, metric.get("score").getAsDouble(), (high - low) / 2);
    }

    /** The values of a parameter, in the order of measurement. */
    List<String> values(String param) {
        return runs.stream()
                .filter(run -> run.params().containsKey(param))
                .map(run -> run.params().getOrDefault(param, ""))
                .distinct()
                .toList();
    }

    Run get(String method, String... namesAndValues) {
        return runs.stream()
                .filter(run -> run.is(method, namesAndValues))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException("not measured: " + method + " " + String.join(" ", namesAndValues)));
    }

    double mean(String method, String... namesAndValues) {
        return get(method, namesAndValues).mean();
    }
}
