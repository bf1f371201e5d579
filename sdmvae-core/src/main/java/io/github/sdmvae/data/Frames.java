/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Rows in memory, one flat row-major array. Immutable and safe for use from several threads.
 *
 * <p>Every factory copies its input, except {@link #wrap}, and refuses values that are not finite: a single NaN in the
 * data would otherwise surface thousands of steps later as a diverged training.
 */
public final class Frames implements FrameSource {
    private final float[] values;
    private final int width;
    private final int size;
    private final String description;
    private final List<String> names;

    private Frames(float[] values, int width, String description, List<String> names) {
        this.names = names;
        this.values = values;
        this.width = width;
        this.size = values.length / width;
        this.description = description;
    }

    /**
     * Copies rows given one by one.
     *
     * @param rows size × width; at least one row, all of the same length
     * @return the frames
     * @throws IllegalArgumentException if there is no row, rows differ in length, or a value is not finite
     */
    public static Frames of(float[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("frames need at least one row with at least one value");
        }
        int width = rows[0].length;
        float[] values = new float[capacity(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            Objects.requireNonNull(rows[i], "row " + i);
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "all rows must have " + width + " values like row 0, but row " + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return wrap(values, width, rows.length + " rows of " + width + " from arrays");
    }

    /**
     * Copies the remaining values of a buffer, whose position is left where it was.
     *
     * @param buffer row-major values; its remaining count must be a multiple of the width
     * @param width values per row, at least 1
     * @return the frames
     * @throws IllegalArgumentException if the count does not fit or a value is not finite
     */
    public static Frames of(FloatBuffer buffer, int width) {
        float[] values = new float[buffer.remaining()];
        buffer.duplicate().get(values);
        return wrap(values, width, "buffer of " + values.length + " values");
    }

    /**
     * Reads a two-dimensional {@code .npy} file of 32 or 64-bit floats, C order, as numpy writes it.
     *
     * @param file the file; its shape is (rows, width)
     * @return the frames
     * @throws IOException if the file cannot be read, is damaged, or holds something else
     */
    public static Frames readNpy(Path file) throws IOException {
        return of(file.toString(), NpyArray.read(file), String.valueOf(file.getFileName()));
    }

    /**
     * Reads one two-dimensional array of a {@code .npz} file, as {@code numpy.savez} writes it.
     *
     * @param file the file
     * @param name of the array in it; its shape is (rows, width)
     * @return the frames
     * @throws IOException naming the file and the arrays that it has, if it cannot be read, is damaged, has no such array, or
     *     one of something else than floats
     */
    public static Frames readNpz(Path file, String name) throws IOException {
        return of(file + " " + name, NpzFile.read(file, name), file.getFileName() + " " + name);
    }

    /**
     * Reads a table of numbers as text: a row a line, columns parted by commas. The first line is names if none of its cells
     * is a number; names with commas, or such as {@code 2019}, stand in double quotes (RFC 4180). Numbers have a point; there
     * are no missing values: leave such rows out or fill them; texts and categories have to become numbers first.
     *
     * @param file UTF-8
     * @return the frames, with {@link #names} if the file has a line of them
     * @throws IOException naming line and column, if a cell is empty or no finite number, or a line has more or fewer cells
     *     than the first row, or that than there are names
     */
    public static Frames readCsv(Path file) throws IOException {
        return readCsv(file, ',');
    }

    /**
     * Reads a table of numbers as text, see {@link #readCsv(Path)}.
     *
     * @param file UTF-8
     * @param separator between columns, for instance {@code ';'} or a tab; with a blank any number of them is one
     * @return the frames
     * @throws IOException naming line and column, if a cell is empty or no finite number, or a line has more or fewer cells
     *     than the first row, or that than there are names
     */
    public static Frames readCsv(Path file, char separator) throws IOException {
        CsvTable table = CsvTable.read(file, separator);
        String what = file.getFileName() + ", " + table.rows() + " rows of " + table.width();
        return checked(table.values(), table.width(), what, table.names());
    }

    /**
     * Writes the rows as text, which {@link #readCsv(Path)} reads back to the last bit: a line of names if there are any, then
     * a row a line, columns parted by commas.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @throws IOException naming the file, if it cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        CsvWriter.write(this, file);
    }

    /**
     * The same rows with names for their columns.
     *
     * @param columns as many as there are columns, of one line each, not all of them numbers
     * @return the frames; their values are not copied
     * @throws IllegalArgumentException if there are more or fewer names, a name has a line break, or all are numbers
     */
    public Frames named(List<String> columns) {
        if (columns.size() != width) {
            throw new IllegalArgumentException(width + " columns need as many names, got " + columns.size());
        }
        for (String column : columns) {
            if (column.indexOf('\n') >= 0 || column.indexOf('\r') >= 0) {
                throw new IllegalArgumentException("a name must not have a line break, got '" + column + "'");
            }
        }
        if (columns.stream().allMatch(column -> new CsvCells.Cell(column.strip(), false).number() != null)) {
            throw new IllegalArgumentException("names must not all be numbers, got " + columns);
        }
        return new Frames(values, width, description, List.copyOf(columns));
    }

    private static Frames of(String where, NpyArray array, String description) throws IOException {
        if (array.shape().size() != 2) {
            throw new IOException(
                    where + ": frames need an array of 2 dimensions (rows, width), it has shape " + array.shape());
        }
        if (array.shape().get(0) == 0 || array.shape().get(1) == 0) {
            throw new IOException(where + ": holds no frames, its shape is " + array.shape());
        }
        try {
            return wrap(array.toFloats(), array.shape().get(1), description + " " + array.shape());
        } catch (IllegalArgumentException e) {
            throw new IOException(where + ": " + e.getMessage(), e);
        }
    }

    /**
     * Takes over an array without copying; the caller must not change it afterwards.
     *
     * @param values row-major values, at least one row; length a multiple of the width
     * @param width values per row, at least 1
     * @param description one line for the provenance of a model trained on this data
     * @return the frames
     * @throws IllegalArgumentException if the length does not fit or a value is not finite
     */
    public static Frames wrap(float[] values, int width, String description) {
        return checked(values, width, description, List.of());
    }

    private static Frames checked(float[] values, int width, String description, List<String> names) {
        Objects.requireNonNull(description, "description");
        if (width < 1 || values.length == 0 || values.length % width != 0) {
            throw new IllegalArgumentException("frames need a width of at least 1 and a multiple of it in values, got "
                    + values.length + " values for width " + width);
        }
        requireFinite(values, width);
        return new Frames(values, width, description, names);
    }

    private static void requireFinite(float[] values, int width) {
        for (int i = FiniteCheck.finiteStart(values); i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "values must be finite, row " + i / width + " column " + i % width + " is " + values[i]);
            }
        }
    }

    /** Two parts of the same rows. */
    public record Split(Frames training, Frames validation) {}

    /**
     * Parts the rows at random, for training and for what chooses the best epoch. Rows that hang together, as those of one
     * recording, are torn apart: part such data by hand. A data transform belongs to the training rows alone.
     *
     * @param share of the rows for training, above 0 and below 1
     * @param seed same seed, same parts
     * @return both parts, each in the order of the rows
     * @throws IllegalArgumentException if the share is out of range or leaves a part without rows
     */
    public Split split(double share, long seed) {
        long first = Math.round(share * size);
        if (!(share > 0 && share < 1) || first < 1 || first >= size) {
            throw new IllegalArgumentException("share must be above 0 and below 1 and leave rows in both parts, got "
                    + share + " of " + size + " rows");
        }
        boolean[] chosen = new boolean[size];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0, left = (int) first; i < size; i++) {
            chosen[i] = random.nextInt(size - i) < left;
            left -= chosen[i] ? 1 : 0;
        }
        return new Split(part(chosen, true, (int) first), part(chosen, false, size - (int) first));
    }

    private Frames part(boolean[] chosen, boolean which, int count) {
        float[] rows = new float[count * width];
        int at = 0;
        for (int i = 0; i < size; i++) {
            if (chosen[i] == which) {
                System.arraycopy(values, i * width, rows, at, width);
                at += width;
            }
        }
        return new Frames(rows, width, description + ", " + count + " of them", names);
    }

    /**
     * Names of the columns, from the first line of a CSV file or of {@link #named}.
     *
     * @return as many as there are columns, or none
     */
    @Override
    public List<String> names() {
        return names;
    }

    private static int capacity(int rows, int width) {
        long capacity = (long) rows * width;
        if (capacity > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(rows + " rows of " + width
                    + " values do not fit one array in memory; read them through a FrameSource of your own");
        }
        return (int) capacity;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, size);
        System.arraycopy(values, index * width, target, offset, width);
    }

    @Override
    public void read(int[] rows, int first, int count, float[] target, int offset) {
        RowRuns.read(this, this::copy, rows, first, count, target, offset);
    }

    private void copy(int row, int count, float[] target, int offset) {
        System.arraycopy(values, row * width, target, offset, count * width);
    }

    /**
     * A copy of one row.
     *
     * @param index row, 0 ≤ index &lt; size
     * @return its values
     */
    public float[] row(int index) {
        Objects.checkIndex(index, size);
        return Arrays.copyOfRange(values, index * width, (index + 1) * width);
    }

    /**
     * A copy of all rows.
     *
     * @return size × width
     */
    public float[][] toRows() {
        float[][] rows = new float[size][];
        for (int i = 0; i < size; i++) {
            rows[i] = row(i);
        }
        return rows;
    }

    @Override
    public String description() {
        return description;
    }
}
