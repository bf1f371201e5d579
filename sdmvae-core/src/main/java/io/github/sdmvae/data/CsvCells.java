/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of one line, by RFC 4180, but that a cell ends with its line. */
final class CsvCells {
    private final String line;
    private final char separator;
    private int at;

    private CsvCells(String line, char separator) {
        this.line = line;
        this.separator = separator;
    }

    /** What stands in a cell, without its quotes and the blanks round it. */
    record Cell(String text, boolean quoted) {
        /** Its value, infinite if no float is so large, or nothing if it is no number. */
        @Nullable
        Float number() {
            // 1d and 5f are numbers to Java alone.
            if (text.isEmpty() || "fFdD".indexOf(text.charAt(text.length() - 1)) >= 0) {
                return null;
            }
            try {
                return Float.valueOf(text);
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }

    /** With blanks as separator any number of them is one. */
    static List<Cell> of(String line, char separator) throws Malformed {
        List<Cell> cells = new CsvCells(line, separator).all();
        if (separator == ' ') {
            cells.removeIf(cell -> cell.text().isEmpty() && !cell.quoted());
        }
        return cells;
    }

    private List<Cell> all() throws Malformed {
        List<Cell> cells = new ArrayList<>();
        cells.add(next());
        while (at < line.length()) {
            at++;
            cells.add(next());
        }
        return cells;
    }

    /** Leaves the place on the separator behind the cell, or at the end. */
    private Cell next() throws Malformed {
        int start = at;
        while (start < line.length() && line.charAt(start) != separator && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        if (start < line.length() && line.charAt(start) == '"') {
            at = start + 1;
            return new Cell(quoted(), true);
        }
        return new Cell(rest(), false);
    }

    private String quoted() throws Malformed {
        StringBuilder text = new StringBuilder();
        for (int end = line.indexOf('"', at); end >= 0; end = line.indexOf('"', at)) {
            text.append(line, at, end);
            at = end + 1;
            if (at == line.length() || line.charAt(at) != '"') {
                String behind = rest();
                if (!behind.isEmpty()) {
                    throw new Malformed(
                            "has '" + behind + "' behind a closing double quote; quotes in texts are doubled");
                }
                return text.toString();
            }
            text.append('"');
            at++;
        }
        throw new Malformed("has a double quote that is not closed; a cell ends with its line");
    }

    private String rest() {
        int end = line.indexOf(separator, at);
        String text = line.substring(at, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end;
        return text.strip();
    }

    /** A line that has no cells. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String message) {
            super(message);
        }
    }
}
