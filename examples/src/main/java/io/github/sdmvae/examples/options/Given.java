/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of an option whose default differs from example to example.
 *
 * @param <T> type of the value
 * @param value null if the default depends on other things
 * @param text what {@code --help} says of a default
 */
public record Given<T>(@Nullable T value, String text) {

    /**
     * A value.
     *
     * @param <T> its type
     * @param value any
     * @return the value, shown as it is
     */
    public static <T> Given<T> of(T value) {
        return new Given<>(value, String.valueOf(value));
    }

    /**
     * No value: the default depends on other things.
     *
     * @param <T> type of a value
     * @param text on what, for {@code --help}
     * @return without a value
     */
    public static <T> Given<T> otherwise(String text) {
        return new Given<>(null, text);
    }

    /**
     * The value, or another one.
     *
     * @param other what the default depends on has come to
     * @return the value if there is one
     */
    public T or(T other) {
        return value == null ? other : value;
    }

    /** What stands in the place of {@code ${DEFAULT-VALUE}}. */
    @Override
    public String toString() {
        return text;
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is not an int");
        }
    }

    /** Reads an integer. */
    static final class Whole implements ITypeConverter<Given<Integer>> {
        @Override
        public Given<Integer> convert(String text) {
            return of(whole(text));
        }
    }

    /** Reads integers with commas between them. */
    static final class Wholes implements ITypeConverter<Given<List<Integer>>> {
        @Override
        public Given<List<Integer>> convert(String text) {
            List<Integer> values = new ArrayList<>();
            for (String one : text.split(",", -1)) {
                values.add(whole(one));
            }
            return new Given<>(List.copyOf(values), text);
        }
    }

    /** Reads a number. */
    static final class Real implements ITypeConverter<Given<Double>> {
        @Override
        public Given<Double> convert(String text) {
            try {
                return of(Double.parseDouble(text));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is not a double");
            }
        }
    }
}
