/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads JSON with clear errors: everything asked for must be there and of its type. All of them throw
 * {@link IllegalArgumentException} naming the member, what it should be and what it is.
 */
public final class Json {
    static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    /** Longer numbers than these are none of ours; parsing them could take for ever. */
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,19}");

    private static final int LONGEST_NUMBER = 40;
    private static final int SHOWN = 40;

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
        return object(element(json, name), name);
    }

    private static JsonObject object(JsonElement element, String name) {
        if (!element.isJsonObject()) {
            throw wrong(name, "an object", element);
        }
        return element.getAsJsonObject();
    }

    /**
     * A list.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static JsonArray array(JsonObject json, String name) {
        JsonElement element = element(json, name);
        if (!element.isJsonArray()) {
            throw wrong(name, "a list", element);
        }
        return element.getAsJsonArray();
    }

    /**
     * A list of objects.
     *
     * @param json where
     * @param name which
     * @return its values
     */
    public static List<JsonObject> objects(JsonObject json, String name) {
        List<JsonObject> list = new ArrayList<>();
        array(json, name).forEach(e -> list.add(object(e, name + "[" + list.size() + "]")));
        return list;
    }

    /**
     * A string, or a number as it is written.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static String string(JsonObject json, String name) {
        return string(element(json, name), name);
    }

    private static String string(JsonElement element, String name) {
        if (!element.isJsonPrimitive()) {
            throw wrong(name, "a string", element);
        }
        return element.getAsString();
    }

    /**
     * A list of strings.
     *
     * @param json where
     * @param name which
     * @return its values
     */
    public static List<String> strings(JsonObject json, String name) {
        List<String> list = new ArrayList<>();
        array(json, name).forEach(e -> list.add(string(e, name + "[" + list.size() + "]")));
        return list;
    }

    /**
     * An object whose members are all strings.
     *
     * @param json where
     * @param name which
     * @return its members
     */
    public static Map<String, String> map(JsonObject json, String name) {
        Map<String, String> map = new TreeMap<>();
        object(json, name).entrySet().forEach(e -> map.put(e.getKey(), string(e.getValue(), name + "." + e.getKey())));
        return map;
    }

    /**
     * True or false.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static boolean bool(JsonObject json, String name) {
        JsonElement element = element(json, name);
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
            throw wrong(name, "true or false", element);
        }
        return element.getAsBoolean();
    }

    /**
     * An integer.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static int integer(JsonObject json, String name) {
        return integer(element(json, name), name);
    }

    private static int integer(JsonElement element, String name) {
        long value = longInteger(element, name);
        if (value != (int) value) {
            throw wrong(name, "an integer of 32 bits", element);
        }
        return (int) value;
    }

    /**
     * A long integer.
     *
     * @param json where
     * @param name which
     * @return its value
     */
    public static long longInteger(JsonObject json, String name) {
        return longInteger(element(json, name), name);
    }

    private static long longInteger(JsonElement element, String name) {
        boolean number =
                element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber();
        if (!number || !INTEGER.matcher(element.getAsString()).matches()) {
            throw wrong(name, "an integer", element);
        }
        try {
            return Long.parseLong(element.getAsString());
        } catch (NumberFormatException e) {
            throw wrong(name, "an integer of 64 bits", element);
        }
    }

    /**
     * A list of integers.
     *
     * @param json where
     * @param name which
     * @return its values
     */
    public static List<Integer> integers(JsonObject json, String name) {
        List<Integer> list = new ArrayList<>();
        array(json, name).forEach(e -> list.add(integer(e, name + "[" + list.size() + "]")));
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
        JsonElement element = element(json, name);
        if (!element.isJsonPrimitive() || element.getAsString().length() > LONGEST_NUMBER) {
            throw wrong(name, "a number", element);
        }
        try {
            return Double.parseDouble(element.getAsString());
        } catch (NumberFormatException e) {
            throw wrong(name, "a number", element);
        }
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

    private static IllegalArgumentException wrong(String name, String expected, JsonElement is) {
        String text = is.isJsonObject() ? "an object" : is.isJsonArray() ? "a list" : is.toString();
        String shown = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
        return new IllegalArgumentException("its JSON's '" + name + "' must be " + expected + ", it is " + shown);
    }
}
