/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.util.Arrays;
import java.util.Locale;

/**
 * A part as it is written on a command line: a name, and after a colon numbers with commas.
 *
 * @param name in small letters
 * @param values the numbers; empty without a colon
 */
@SuppressWarnings("ArrayRecordComponent") // only read
record NamedNumbers(String name, double[] values) {

    /**
     * Reads one.
     *
     * @param option its name on the command line, for messages
     * @throws IllegalArgumentException if there is no number where one belongs
     */
    static NamedNumbers parse(String option, String text) {
        String[] parts = text.toLowerCase(Locale.ROOT).split(":", 2);
        return new NamedNumbers(parts[0], parts.length == 1 ? new double[0] : numbers(option, text, parts[1]));
    }

    private static double[] numbers(String option, String text, String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes numbers after the colon, got " + text, e);
        }
    }

    /** Name and how many numbers, with a blank between them. */
    String form() {
        return name + " " + values.length;
    }
}
