/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/** Reads JSON with clear errors: everything asked for must be there. */
public final class Json {
    static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private Json() {}

    /**
     * A member.
     *
     * @param json where
     * @param name which
     * @return its value
     * @throws IllegalArgumentException if it is missing or null
     */
    public static JsonElement element(JsonObject json, String name) {
        JsonElement element = json.get(name);
        if (element == null || element.isJsonNull()) {
            throw new IllegalArgumentException("its JSON has no '" + name + "'");
        }
        return element;
    }

    /**
     * An object.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static JsonObject object(JsonObject json, String name) {
        return element(json, name).getAsJsonObject();
    }

    /**
     * A string.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static String string(JsonObject json, String name) {
        return element(json, name).getAsString();
    }

    /**
     * An integer.
     *
     * @param json where
     * @param name which
     * @return its value
     * @throws ArithmeticException if it does not fit
     */
    public static int integer(JsonObject json, String name) {
        return Math.toIntExact(element(json, name).getAsLong());
    }

    /**
     * A list of integers.
     *
     * @param json where
     * @param name which
     * @return its values
     */
    public static List<Integer> integers(JsonObject json, String name) {
        JsonArray array = element(json, name).getAsJsonArray();
        List<Integer> list = new ArrayList<>();
        array.forEach(e -> list.add(e.getAsInt()));
        return list;
    }

    /**
     * A floating-point number for {@link #number(JsonObject, String)}: exact to the last bit; JSON has neither NaN nor
     * infinity, these become strings.
     *
     * @param value any
     * @return its JSON
     */
    public static JsonPrimitive number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    /**
     * A floating-point number.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static double number(JsonObject json, String name) {
        return Double.parseDouble(string(json, name));
    }

    /**
     * Any value as JSON.
     *
     * @param value a list or map of strings and numbers
     * @return its JSON
     */
    public static JsonElement tree(Object value) {
        return GSON.toJsonTree(value);
    }
}
