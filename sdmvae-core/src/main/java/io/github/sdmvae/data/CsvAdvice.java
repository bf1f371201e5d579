/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.data.CsvCells.Cell;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The way out of what a table of numbers cannot be read for: parts of messages that begin with a semicolon. */
final class CsvAdvice {
    private static final String MISSING_VALUES =
            "; missing values are not supported: leave such rows out, or fill them";
    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", ".", "?");
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?[\\d.]*,\\d+([eE][-+]?\\d+)?");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final char separator;

    CsvAdvice(char separator) {
        this.separator = separator;
    }

    /** Names and the first row differ in number. */
    String counts(String names, String row) {
        String other = otherSeparator(names);
        if (other.isEmpty()) {
            other = otherSeparator(row);
        }
        return other.isEmpty()
                ? "; a title? decimal commas (write a point)? names with '" + separator + "' go into double quotes"
                : other;
    }

    /** A cell is no number that a row can have. */
    String cell(Cell cell) {
        String text = cell.text();
        Float value = cell.number();
        if (MISSING.contains(text.toLowerCase(Locale.ROOT)) || value != null) {
            return MISSING_VALUES;
        }
        if (DECIMAL_COMMA.matcher(text).matches()) {
            return "; a decimal comma? write a point, and nothing between thousands";
        }
        if (text.startsWith("'")) {
            return "; numbers need no quotes";
        }
        String other = otherSeparator(text);
        return other.isEmpty() ? "; texts have to become numbers first" : other;
    }

    private String otherSeparator(String text) {
        for (char other : new char[] {';', '\t', '|'}) {
            if (other != separator && text.indexOf(other) >= 0) {
                return readWith(other == '\t' ? "\\t" : String.valueOf(other));
            }
        }
        List<String> parts = Arrays.asList(BLANKS.split(text.strip(), -1));
        boolean numbers = parts.size() > 1 && parts.stream().allMatch(part -> new Cell(part, false).number() != null);
        return numbers ? readWith(" ") : "";
    }

    private static String readWith(String other) {
        return "; columns parted by '" + other + "'? Frames.readCsv(file, '" + other + "')";
    }
}
