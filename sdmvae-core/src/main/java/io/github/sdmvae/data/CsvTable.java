/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.data.CsvCells.Cell;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A table of numbers as text, with a first line of names or none. */
final class CsvTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final char separator;
    private final CsvAdvice advice;
    private List<String> names = List.of();
    private String head = "";
    private int headNumber;
    private float[] values = new float[1024];
    private int count;
    private int width;
    private int rows;

    private CsvTable(Path file, char separator) {
        this.file = file;
        this.separator = separator;
        this.advice = new CsvAdvice(separator);
    }

    static CsvTable read(Path file, char separator) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not a table");
        }
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
            if (!text.isBlank()) {
                line(number, text);
            }
        }
    }

    private void line(int number, String text) throws IOException {
        List<Cell> cells = cells(number, text);
        if (rows == 0 && names.isEmpty() && isHead(number, cells)) {
            names = cells.stream().map(Cell::text).toList();
            head = text;
            headNumber = number;
        } else {
            requireWidth(number, text, cells.size());
            row(number, cells);
        }
    }

    private List<Cell> cells(int number, String text) throws IOException {
        try {
            return CsvCells.of(text, separator);
        } catch (CsvCells.Malformed e) {
            throw new IOException(file + ": line " + number + " " + e.getMessage(), e);
        }
    }

    /** Names rather than numbers: no cell of the line is a number, but for names such as "2019" in double quotes. */
    private boolean isHead(int number, List<Cell> cells) throws IOException {
        if (cells.stream().anyMatch(cell -> cell.number() == null)) {
            return cells.stream().allMatch(cell -> cell.quoted() || cell.number() == null);
        }
        if (cells.stream().allMatch(Cell::quoted)) {
            throw new IOException(file + ": line " + number
                    + " has numbers in double quotes, which could be names or a row; take the quotes off for a row");
        }
        return false;
    }

    private void requireWidth(int number, String text, int cells) throws IOException {
        if (rows == 0 && !names.isEmpty() && cells != names.size()) {
            throw new IOException(file + ": line " + headNumber + " has " + names.size()
                    + (names.size() == 1 ? " name" : " names") + ", line " + number + " has " + cells
                    + (cells == 1 ? " cell" : " cells") + advice.counts(head, text));
        }
        if (rows > 0 && cells != width) {
            throw new IOException(file + ": line " + number + " has " + cells + " cells, the first row has " + width);
        }
        width = cells;
    }

    private void row(int number, List<Cell> cells) throws IOException {
        if (count + width > values.length) {
            values =
                    Arrays.copyOf(values, Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, 2L * values.length + width)));
        }
        for (int j = 0; j < width; j++) {
            Float value = cells.get(j).number();
            if (value == null || !Float.isFinite(value)) {
                throw refusal(number, j, cells);
            }
            values[count++] = value;
        }
        rows++;
    }

    /** Columns and lines are counted from 1, as editors do. */
    private IOException refusal(int line, int column, List<Cell> cells) {
        Cell cell = cells.get(column);
        String name = names.isEmpty() ? "" : " (" + names.get(column) + ")";
        return new IOException(file + ": line " + line + ", column " + (column + 1) + name + " " + what(cell, cells));
    }

    private String what(Cell cell, List<Cell> cells) {
        Float value = cell.number();
        boolean digits = cell.text().chars().anyMatch(Character::isDigit);
        if (value != null && digits) {
            return "is too large for a float (3.4e38): '" + cell.text() + "'; scale the column";
        }
        String what = cell.text().isEmpty() ? "is empty" : "is no finite number: '" + cell.text() + "'";
        return what + advice.cell(cell) + (rows == 0 && names.isEmpty() && value == null ? noHead(cells) : "");
    }

    /** Why the line was not taken for names, should it be meant so. */
    private static String noHead(List<Cell> cells) {
        int j = 0;
        while (cells.get(j).quoted() || cells.get(j).number() == null) {
            j++;
        }
        return "; are these names? then '" + cells.get(j).text() + "' (column " + (j + 1) + ") goes into double quotes";
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
