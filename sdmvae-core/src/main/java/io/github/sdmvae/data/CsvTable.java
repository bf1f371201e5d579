/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A table of numbers as text. Numbers need no quotes, so there are none but in a first line of names, which is passed over. */
final class CsvTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final char separator;
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
            if (!text.isBlank() && !(number == 1 && isHead(text))) {
                row(number, text);
            }
        }
    }

    /** Names rather than numbers: no cell of the line is a number. */
    private boolean isHead(String line) {
        return Arrays.stream(cells(line)).noneMatch(cell -> number(cell) != null);
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
                String what = cells[j].isBlank() ? "is empty" : "is no finite number: '" + cells[j].strip() + "'";
                throw new IOException(file + ": line " + number + ", column " + (j + 1) + " " + what);
            }
            values[count++] = value;
        }
        rows++;
    }

    private static @Nullable Float number(String cell) {
        try {
            return Float.valueOf(cell.strip());
        } catch (NumberFormatException e) {
            return null;
        }
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
