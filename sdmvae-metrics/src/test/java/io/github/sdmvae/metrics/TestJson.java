/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads the JSON test resources. */
public final class TestJson {

    private TestJson() {}

    /** Parses the resource of this name beside this class. */
    public static JsonObject read(String name) throws IOException {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(TestJson.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    /** The objects of the array "cases". */
    public static List<JsonObject> cases(String name) throws IOException {
        return read(name).getAsJsonArray("cases").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    /** A JSON array of numbers as doubles. */
    public static double[] doubles(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}
