/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What others have written on a model: JSON by name, sorted. Immutable.
 *
 * @param byName compact JSON
 */
record Notes(SortedMap<String, String> byName) {
    static final Notes NONE = new Notes(new TreeMap<>());
    /** So that {@code model.json} stays well below what a reader accepts. */
    static final int MAX_BYTES = 1 << 18;

    private static final String NAME = "[A-Za-z][A-Za-z0-9._-]{0,99}";
    private static final Gson COMPACT = new GsonBuilder().disableHtmlEscaping().create();
    private static final Gson INDENTED =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    Notes {
        byName = Collections.unmodifiableSortedMap(new TreeMap<>(byName));
    }

    Notes with(String name, String json) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("a note's name must start with a letter and hold up to 100 letters,"
                    + " digits, dots, hyphens and underscores, got '" + name + "'");
        }
        requireLength(name, json.getBytes(StandardCharsets.UTF_8).length);
        SortedMap<String, String> more = new TreeMap<>(byName);
        more.put(name, COMPACT.toJson(parse(name, json)));
        Notes notes = new Notes(more);
        requireLength(name, INDENTED.toJson(notes.toJson()).getBytes(StandardCharsets.UTF_8).length);
        return notes;
    }

    private static void requireLength(String name, int bytes) {
        if (bytes > MAX_BYTES) {
            throw new IllegalArgumentException("the notes of a model must take at most " + MAX_BYTES
                    + " bytes of indented JSON together, got " + bytes + " with note '" + name + "'");
        }
    }

    private static JsonElement parse(String name, String json) {
        try (JsonReader reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement value = JsonParser.parseReader(reader);
            if (value.isJsonNull() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("note '" + name + "' must be one JSON value other than null");
            }
            return value;
        } catch (JsonParseException | IOException e) {
            throw new IllegalArgumentException("note '" + name + "' must be valid JSON: " + e.getMessage(), e);
        }
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        byName.forEach((name, note) -> json.add(name, JsonParser.parseString(note)));
        return json;
    }

    static Notes fromJson(JsonObject json) {
        Notes notes = NONE;
        for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
            notes = notes.with(entry.getKey(), COMPACT.toJson(entry.getValue()));
        }
        return notes;
    }
}
