/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table of numbers as text. Numbers need no quotes, so there are none but in a first line of names. */
final class CsvTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final char separator;
    private List<String> names = List.of();
    private float[] values = new float[1024];
    private int count;
    private int width;
    private int rows;

    private CsvTable(Path file, char separator) {
        this.file = file;
        this.separator = separator;
    }

    static CsvTable read(Path file, char separator) throws IOException {
        CsvTable table = new CsvTable(file, separator);
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            table.read(in);
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": is no text in UTF-8", e);
        }
        if (table.rows == 0) {
            throw new IOException(file + ": holds no row of numbers");
        }
        return table;
    }

    private void read(BufferedReader in) throws IOException {
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
            if (number == 1 && isHead(text)) {
                names = Arrays.stream(cells(text)).map(CsvTable::name).toList();
            } else if (!text.isBlank()) {
                row(number, text);
            }
        }
    }

    /** Names rather than numbers: no cell of the line is a number. */
    private boolean isHead(String line) {
        return !line.isBlank() && Arrays.stream(cells(line)).noneMatch(cell -> number(cell) != null);
    }

    private static String name(String cell) {
        String text = cell.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private String[] cells(String line) {
        return line.split(Pattern.quote(String.valueOf(separator)), -1);
    }

    private void row(int number, String line) throws IOException {
        String[] cells = cells(line);
        if (rows > 0 && cells.length != width) {
            throw new IOException(
                    file + ": line " + number + " has " + cells.length + " cells, the first row has " + width);
        }
        width = cells.length;
        if (count + width > values.length) {
            values =
                    Arrays.copyOf(values, Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, 2L * values.length + width)));
        }
        for (int j = 0; j < width; j++) {
            Float value = number(cells[j]);
            if (value == null || !Float.isFinite(value)) {
                throw refusal(number, j, cells[j].strip());
            }
            values[count++] = value;
        }
        rows++;
    }

    private IOException refusal(int line, int column, String cell) {
        String name = column < names.size() ? " (" + names.get(column) + ")" : "";
        String what = cell.isEmpty() ? "is empty" : "is no finite number: '" + cell + "'";
        return new IOException(
                file + ": line " + line + ", column " + (column + 1) + name + " " + what + hint(line, cell));
    }

    /** The way out; columns and lines are counted from 1, as editors do. */
    private String hint(int line, String cell) {
        Float value = number(cell);
        if (cell.isEmpty() || value != null) {
            return "; missing values are not supported: leave such rows out, or fill them";
        }
        if (cell.startsWith("\"") || cell.startsWith("'")) {
            return "; numbers need no quotes";
        }
        if (separator == ',' && (cell.indexOf(';') >= 0 || cell.indexOf('\t') >= 0)) {
            return "; other separators: Frames.readCsv(file, ';')";
        }
        return line == 1 ? "; in a first line of names there is no number" : "";
    }

    private static @Nullable Float number(String cell) {
        try {
            return Float.valueOf(cell.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Names of the columns, or none. */
    List<String> names() {
        return names;
    }

    float[] values() {
        return Arrays.copyOf(values, count);
    }

    int width() {
        return width;
    }

    int rows() {
        return rows;
    }
}
