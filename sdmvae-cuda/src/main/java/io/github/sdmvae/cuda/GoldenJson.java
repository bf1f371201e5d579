/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sdmvae.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A worked case as it stands in its file.
 *
 * @param json of the case
 */
record GoldenJson(JsonObject json) {

    String text(String name) {
        return json.get(name).getAsString();
    }

    int integer(String name) {
        return json.get(name).getAsInt();
    }

    boolean has(String name) {
        return json.has(name);
    }

    double scalar(String name) {
        return json.get(name).getAsDouble();
    }

    double[] array(String name) {
        return values(json.get(name));
    }

    double parameter(String name) {
        return json.getAsJsonObject("parameters").get(name).getAsDouble();
    }

    boolean hasParameter(String name) {
        return json.getAsJsonObject("parameters").has(name);
    }

    double[] parameters(String name) {
        return values(json.getAsJsonObject("parameters").get(name));
    }

    JsonObject group(String name) {
        return json.getAsJsonObject(name);
    }

    /** D, m × k. */
    Dictionary dictionary() {
        if (text("dictionary").equals("identity")) {
            return Dictionary.identity(integer("m"));
        }
        List<double[]> rows = new ArrayList<>();
        json.getAsJsonArray("D").forEach(row -> rows.add(values(row)));
        return Dictionary.of(rows.toArray(new double[0][]));
    }

    /** All numbers of nested arrays, in order. */
    static double[] values(JsonElement element) {
        if (element.isJsonPrimitive()) {
            return new double[] {element.getAsDouble()};
        }
        JsonArray array = element.getAsJsonArray();
        double[][] parts = new double[array.size()][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = values(array.get(i));
        }
        return concatenated(parts);
    }

    static double[] concatenated(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Matrices beside each other, or vectors one after the other. */
    static double[] sideBySide(JsonElement... blocks) {
        if (blocks[0].getAsJsonArray().get(0).isJsonPrimitive()) {
            return concatenated(Arrays.stream(blocks).map(GoldenJson::values).toArray(double[][]::new));
        }
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < blocks[0].getAsJsonArray().size(); i++) {
            for (JsonElement block : blocks) {
                rows.add(values(block.getAsJsonArray().get(i)));
            }
        }
        return concatenated(rows.toArray(new double[0][]));
    }
}
