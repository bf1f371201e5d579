/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.part;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part in a form that can be written down: what kind it is, and its numbers, arrays and inner parts by name, in a
 * fixed order. Immutable; arrays are not copied.
 */
public final class Description {
    /** The kind of all parts of the user's own, which are found again by their name. */
    public static final String CUSTOM = "custom";

    private final String kind;
    private final @Nullable String customName;
    private final Map<String, Object> values;
    private final Extensible extensions;

    /** Finds parts of the user's own by their name. */
    @FunctionalInterface
    public interface Extensible {
        /**
         * Looks a part up.
         *
         * @param <T> what kind of part
         * @param type what kind of part
         * @param name as the part calls itself
         * @return the part, or null if there is none of that name
         */
        <T extends Part> @Nullable T find(Class<T> type, String name);
    }

    private Description(String kind, @Nullable String customName, Map<String, Object> values, Extensible extensions) {
        this.kind = kind;
        this.customName = customName;
        this.values = values;
        this.extensions = extensions;
    }

    /**
     * A part without numbers.
     *
     * @param kind its stable name
     * @return the description
     */
    public static Description of(String kind) {
        return new Description(kind, null, Map.of(), Description::none);
    }

    /**
     * A part of the user's own.
     *
     * @param name by which it is found again
     * @return the description
     */
    public static Description custom(String name) {
        return new Description(CUSTOM, name, Map.of(), Description::none);
    }

    private static <T extends Part> @Nullable T none(Class<T> type, String name) {
        return null;
    }

    /**
     * The same with one more number.
     *
     * @param name which
     * @param value finite
     * @return a new description
     */
    public Description with(String name, Number value) {
        return plus(name, value);
    }

    /**
     * The same with an inner part.
     *
     * @param name which
     * @param part described in turn
     * @return a new description
     */
    public Description with(String name, Part part) {
        return plus(name, part.describe());
    }

    /**
     * The same with an inner part's description.
     *
     * @param name which
     * @param part the description
     * @return a new description
     */
    public Description with(String name, Description part) {
        return plus(name, part);
    }

    /**
     * The same with an array, which files hold beside the text.
     *
     * @param name which
     * @param values not copied
     * @return a new description
     */
    public Description with(String name, float[] values) {
        return plus(name, values);
    }

    private Description plus(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Description(kind, customName, Collections.unmodifiableMap(more), extensions);
    }

    /**
     * The same, able to find parts of the user's own, inner ones included.
     *
     * @param found where to look
     * @return a new description
     */
    public Description with(Extensible found) {
        Map<String, Object> inner = new LinkedHashMap<>();
        values.forEach((name, value) -> inner.put(name, value instanceof Description d ? d.with(found) : value));
        return new Description(kind, customName, Collections.unmodifiableMap(inner), found);
    }

    /**
     * What kind of part it is.
     *
     * @return its stable name, or {@link #CUSTOM}
     */
    public String kind() {
        return kind;
    }

    /**
     * The name of a part of the user's own.
     *
     * @return null for the library's parts
     */
    public @Nullable String customName() {
        return customName;
    }

    /**
     * All values by name, in order.
     *
     * @return {@link Number}, {@link Description} or {@code float[]}
     */
    public Map<String, Object> values() {
        return values;
    }

    /**
     * Whether there is a value.
     *
     * @param name which
     * @return true if there is
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * A number.
     *
     * @param name which
     * @return its value
     * @throws IllegalArgumentException if it is missing or no number
     */
    public double number(String name) {
        return typed(name, Number.class).doubleValue();
    }

    /**
     * A whole number.
     *
     * @param name which
     * @return its value
     * @throws IllegalArgumentException if it is missing, no number, or not a whole one that fits an int
     */
    public int integer(String name) {
        double value = number(name);
        if (value != (int) value) {
            throw new IllegalArgumentException(kind + "." + name + " must be a whole number, got " + value);
        }
        return (int) value;
    }

    /**
     * An inner part.
     *
     * @param name which
     * @return its description
     * @throws IllegalArgumentException if it is missing or something else
     */
    public Description part(String name) {
        return typed(name, Description.class);
    }

    /**
     * An array.
     *
     * @param name which
     * @return not copied
     * @throws IllegalArgumentException if it is missing or something else
     */
    public float[] array(String name) {
        return typed(name, float[].class);
    }

    private <T> T typed(String name, Class<T> type) {
        Object value = values.get(name);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    kind + " needs a value '" + name + "'" + (value == null ? "" : " of another type"));
        }
        return type.cast(value);
    }

    <T extends Part> T findCustom(Class<T> type, String what) {
        String name = customName;
        if (name == null) {
            throw new IllegalArgumentException("a custom " + what + " needs a name");
        }
        T found = extensions.find(type, name);
        if (found == null) {
            throw new MissingPartException(what, name);
        }
        return found;
    }

    /** For readers, for instance {@code gaussian(variance 0.1)}; of arrays the length alone. */
    @Override
    public String toString() {
        List<String> texts = new ArrayList<>();
        values.forEach((name, value) ->
                texts.add(name + " " + (value instanceof float[] array ? "of " + array.length + " values" : value)));
        String name = customName == null ? kind : customName;
        return texts.isEmpty() ? name : name + "(" + String.join(", ", texts) + ")";
    }
}
