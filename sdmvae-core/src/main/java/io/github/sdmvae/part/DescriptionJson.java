/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Map;
import java.util.function.Function;

/** Descriptions as JSON: the kind, then numbers and inner parts by name. Arrays are kept beside the JSON. */
public final class DescriptionJson {
    private static final String KIND = "kind";
    private static final String NAME = "name";
    private static final String ARRAY = "array";

    private DescriptionJson() {}

    /**
     * Writes.
     *
     * @param description what
     * @return its JSON; of an array its length
     */
    public static JsonObject toJson(Description description) {
        JsonObject json = new JsonObject();
        json.addProperty(KIND, description.kind());
        if (description.customName() != null) {
            json.addProperty(NAME, description.customName());
        }
        description.values().forEach((name, value) -> json.add(name, toJson(value)));
        return json;
    }

    private static JsonElement toJson(Object value) {
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        if (value instanceof Description inner) {
            return toJson(inner);
        }
        JsonObject array = new JsonObject();
        array.addProperty(ARRAY, ((float[]) value).length);
        return array;
    }

    /**
     * Reads.
     *
     * @param json as written
     * @param arrays finds an array by its name
     * @return the description
     * @throws IllegalArgumentException if something is missing or of another type, naming it
     */
    public static Description fromJson(JsonObject json, Function<String, float[]> arrays) {
        String kind = text(json, KIND);
        if (kind.equals(Description.CUSTOM)) {
            return Description.custom(text(json, NAME));
        }
        Description description = Description.of(kind);
        for (Map.Entry<String, JsonElement> member : json.entrySet()) {
            if (!member.getKey().equals(KIND)) {
                description = with(description, member.getKey(), member.getValue(), arrays);
            }
        }
        return description;
    }

    private static Description with(
            Description description, String name, JsonElement value, Function<String, float[]> arrays) {
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
            return description.with(name, value.getAsDouble());
        }
        if (value.isJsonObject() && value.getAsJsonObject().has(ARRAY)) {
            return description.with(name, arrays.apply(name));
        }
        if (value.isJsonObject()) {
            return description.with(name, fromJson(value.getAsJsonObject(), arrays));
        }
        throw new IllegalArgumentException(
                "'" + name + "' of " + description.kind() + " must be a number, it is " + value);
    }

    private static String text(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null
                || !value.isJsonPrimitive()
                || !value.getAsJsonPrimitive().isString()) {
            throw new IllegalArgumentException("'" + name + "' must be a name, it is " + value);
        }
        return value.getAsString();
    }
}
