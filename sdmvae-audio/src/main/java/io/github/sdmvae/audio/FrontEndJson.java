/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.sdmvae.audio.StftConfig.Padding;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a front end makes of a clip, as JSON beside a model. How recordings are found and read (channels, split, what to
 * do with unreadable ones) is not part of it: that belongs to a folder.
 *
 * <pre>{@code
 * {"formatVersion": 1, "sampleRate": 16000, "window": {"shape": "sine", "length": 1024}, "hop": 256,
 *  "padding": "reflect", "normalisation": "peak", "trim": 30}
 * }</pre>
 *
 * {@code sampleRate} in Hz; a window of the user's own has {@code weights} instead of shape and length; {@code hop} in
 * samples; {@code normalisation} "peak": every recording is scaled to a peak of 1; {@code trim} in dB, or "none".
 */
final class FrontEndJson {
    private static final int VERSION = 1;
    private static final String PEAK = "peak";
    private static final String NONE = "none";
    private static final Set<String> MEMBERS =
            Set.of("formatVersion", "sampleRate", "window", "hop", "padding", "normalisation", "trim");

    private FrontEndJson() {}

    static String write(SpeechOptions options) {
        JsonObject json = new JsonObject();
        json.addProperty("formatVersion", VERSION);
        json.addProperty("sampleRate", options.sampleRate());
        json.add("window", window(options.stft().window()));
        json.addProperty("hop", options.stft().hop());
        json.addProperty("padding", options.stft().padding().name().toLowerCase(Locale.ROOT));
        json.addProperty("normalisation", PEAK);
        boolean trimmed = Double.isFinite(options.trim());
        json.add("trim", trimmed ? new JsonPrimitive(options.trim()) : new JsonPrimitive(NONE));
        return json.toString();
    }

    private static JsonObject window(Window window) {
        JsonObject json = new JsonObject();
        window.name().ifPresent(shape -> {
            json.addProperty("shape", shape);
            json.addProperty("length", window.length());
        });
        if (window.name().isEmpty()) {
            JsonArray weights = new JsonArray();
            Arrays.stream(window.weights()).forEach(weights::add);
            json.add("weights", weights);
        }
        return json;
    }

    /**
     * Reads.
     *
     * @throws IllegalArgumentException saying what is wrong, if the JSON does not describe a front end
     */
    static SpeechOptions read(String text) {
        try {
            return read(JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("its JSON is of another shape (" + e.getMessage() + ")", e);
        }
    }

    private static SpeechOptions read(JsonObject json) {
        int version = integer(json, "formatVersion");
        if (version > VERSION) {
            throw new IllegalArgumentException("it was written by a newer version of the library (format " + version
                    + "; this one reads up to " + VERSION + ")");
        }
        if (version < 1) {
            throw new IllegalArgumentException("formatVersion must be at least 1, got " + version);
        }
        requireOnly(json, MEMBERS);
        requireChoice("normalisation", text(json, "normalisation"), PEAK);
        StftConfig stft = new StftConfig(
                readWindow(member(json, "window").getAsJsonObject()),
                integer(json, "hop"),
                padding(text(json, "padding")));
        return SpeechOptions.defaults()
                .withSampleRate(integer(json, "sampleRate"))
                .withStft(stft)
                .withTrim(trim(member(json, "trim").getAsJsonPrimitive()));
    }

    private static Window readWindow(JsonObject json) {
        if (json.has("weights")) {
            requireOnly(json, Set.of("weights"));
            JsonArray weights = json.getAsJsonArray("weights");
            double[] values = new double[weights.size()];
            Arrays.setAll(values, i -> number("weights", weights.get(i).getAsJsonPrimitive()));
            return Window.of(values);
        }
        requireOnly(json, Set.of("shape", "length"));
        return Window.named(text(json, "shape"), integer(json, "length"));
    }

    private static Padding padding(String name) {
        for (Padding padding : Padding.values()) {
            if (padding.name().toLowerCase(Locale.ROOT).equals(name)) {
                return padding;
            }
        }
        throw new IllegalArgumentException("padding must be reflect or zeros, got '" + name + "'");
    }

    private static double trim(JsonPrimitive value) {
        if (value.isString()) {
            requireChoice("trim", value.getAsString(), NONE);
            return Double.POSITIVE_INFINITY;
        }
        return number("trim", value);
    }

    private static void requireChoice(String what, String value, String only) {
        if (!value.equals(only)) {
            throw new IllegalArgumentException(what + " must be '" + only + "', got '" + value + "'");
        }
    }

    /** What is not understood may change what the model should see. */
    private static void requireOnly(JsonObject json, Set<String> known) {
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("it has parts that this version does not know: " + unknown);
        }
    }

    private static JsonElement member(JsonObject json, String name) {
        JsonElement value = json.get(name);
        if (value == null) {
            throw new IllegalArgumentException("it has no '" + name + "'");
        }
        return value;
    }

    private static String text(JsonObject json, String name) {
        return member(json, name).getAsString();
    }

    private static int integer(JsonObject json, String name) {
        double value = number(name, member(json, name).getAsJsonPrimitive());
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be an integer, got " + value);
        }
        return (int) value;
    }

    private static double number(String name, JsonPrimitive value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + " must be a number, got " + value);
        }
        return value.getAsDouble();
    }
}
