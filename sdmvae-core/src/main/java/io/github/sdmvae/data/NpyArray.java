/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.file.AtomicFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array in numpy's {@code .npy} format: read by {@code numpy.load}, written by {@code numpy.save}. Versions 1.0 to
 * 3.0, 32 and 64-bit little-endian floats, C order, headers of Python 2 too. Written as version 1.0.
 *
 * <p>ND4J has a reader of its own, but a native one: a damaged file could bring the process down.
 *
 * <p>Immutable as long as nobody changes the wrapped array. Format: NEP 1.
 */
public final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER = 1 << 16;
    private static final int CHUNK = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*u?'([^']*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    /** Python 2 put an L behind long integers. */
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    private final List<Integer> shape;
    private final float[] values;

    private NpyArray(List<Integer> shape, float[] values) {
        this.shape = List.copyOf(shape);
        this.values = values;
    }

    /**
     * Wraps values without copying.
     *
     * @param values row-major values
     * @param shape sizes of the dimensions; their product is the number of values
     * @return the array
     * @throws IllegalArgumentException if shape and number of values differ
     */
    public static NpyArray of(float[] values, int... shape) {
        long count = 1;
        List<Integer> sizes = new ArrayList<>();
        for (int s : shape) {
            count *= s;
            sizes.add(s);
        }
        if (count != values.length) {
            throw new IllegalArgumentException("shape " + sizes + " needs " + count + " values, got " + values.length);
        }
        return new NpyArray(sizes, values);
    }

    /**
     * Copies rows.
     *
     * @param rows at least one, all of the same length
     * @return the array, of shape (rows, values per row)
     * @throws IllegalArgumentException if there is no row or rows differ in length
     */
    public static NpyArray of(float[][] rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("an array of rows needs at least one");
        }
        int width = rows[0].length;
        if ((long) rows.length * width > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    rows.length + " rows of " + width + " values do not fit one array in memory");
        }
        float[] values = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "all rows must have " + width + " values like row 0, but row " + i + " has " + rows[i].length);
            }
            System.arraycopy(rows[i], 0, values, i * width, width);
        }
        return of(values, rows.length, width);
    }

    /**
     * Reads a file.
     *
     * @param file a {@code .npy} file
     * @return the array
     * @throws IOException naming the file, if it cannot be read, is damaged or truncated, or holds another type or a finite
     *     value that no float can hold
     */
    public static NpyArray read(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            NpyArray array = read(in, Files.size(file));
            if (in.read() >= 0) {
                throw new IOException("has bytes after the end of its array");
            }
            return array;
        } catch (EOFException e) {
            throw new IOException(file + ": the .npy file is truncated", e);
        } catch (java.nio.file.FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads one array from a stream and leaves the stream after it.
     *
     * @param in where to read
     * @param maxBytes refuse arrays of more bytes than this, so that a hostile header cannot claim all memory
     * @return the array
     * @throws EOFException if the stream ends inside the array
     * @throws IOException if the bytes are no array of floats in this format
     */
    public static NpyArray read(InputStream in, long maxBytes) throws IOException {
        String header = readHeader(in);
        String type = find(DESCR, header, "descr");
        if (!type.equals("<f4") && !type.equals("<f8")) {
            throw new IOException("type must be <f4 or <f8 (little-endian floats), got " + type);
        }
        List<Integer> shape = parseShape(find(SHAPE, header, "shape"));
        long count = 1;
        for (int s : shape) {
            count = Math.multiplyExact(count, (long) s);
            if (count > Integer.MAX_VALUE - 8) {
                throw new IOException("array of shape " + shape + " is too large");
            }
        }
        if (find(ORDER, header, "fortran_order").equals("True") && shape.size() > 1) {
            throw new IOException("array is in Fortran order; save it with numpy.ascontiguousarray");
        }
        int bytes = type.equals("<f4") ? 4 : 8;
        if (count * bytes > maxBytes) {
            throw new EOFException("array of shape " + shape + " needs " + count * bytes + " bytes, at most " + maxBytes
                    + " are there");
        }
        return new NpyArray(shape, readValues(in, (int) count, bytes));
    }

    private static String readHeader(InputStream in) throws IOException {
        byte[] magic = in.readNBytes(8);
        for (int i = 0; i < Math.min(magic.length, MAGIC.length); i++) {
            if (magic[i] != MAGIC[i]) {
                throw new IOException("not a .npy file (its first bytes are wrong)");
            }
        }
        if (magic.length < 8) {
            throw new EOFException("ends after " + magic.length + " of 8 bytes");
        }
        int version = magic[6];
        if (version < 1 || version > 3) {
            throw new IOException(".npy format version " + version + " is not known");
        }
        ByteBuffer lengthBytes =
                ByteBuffer.wrap(exactly(in, version == 1 ? 2 : 4)).order(ByteOrder.LITTLE_ENDIAN);
        int length = version == 1 ? lengthBytes.getShort() & 0xffff : lengthBytes.getInt();
        if (length < 0 || length > MAX_HEADER) {
            throw new IOException(".npy header of " + Integer.toUnsignedString(length) + " bytes is not plausible");
        }
        return new String(exactly(in, length), StandardCharsets.UTF_8);
    }

    private static String find(Pattern pattern, String header, String key) throws IOException {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new IOException(".npy header has no valid '" + key + "': " + header.strip());
        }
        return matcher.group(1);
    }

    private static List<Integer> parseShape(String text) throws IOException {
        List<Integer> shape = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!part.isBlank()) {
                try {
                    shape.add(Integer.parseInt(part.strip().replaceFirst("L$", "")));
                } catch (NumberFormatException e) {
                    throw new IOException(".npy shape (" + text + ") is not valid", e);
                }
            }
        }
        return shape;
    }

    private static float[] readValues(InputStream in, int count, int bytes) throws IOException {
        float[] values = new float[count];
        for (int start = 0; start < count; start += CHUNK) {
            int n = Math.min(CHUNK, count - start);
            ByteBuffer buffer = ByteBuffer.wrap(exactly(in, n * bytes)).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < n; i++) {
                values[start + i] = bytes == 4 ? buffer.getFloat() : narrow(buffer.getDouble(), start + i);
            }
        }
        return values;
    }

    private static float narrow(double value, int index) throws IOException {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && Double.isFinite(value)) {
            throw new IOException("value " + index + " of the array, " + value
                    + ", is beyond the range of 32-bit floats (3.4e38): scale the data before saving them");
        }
        return narrow;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("ends after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /**
     * Writes a file for {@code numpy.load}, as {@code <f4}, format version 1.0.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @throws IOException naming the file, if it cannot be written
     */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, this::write);
    }

    /**
     * Writes the array as {@code <f4}, format version 1.0.
     *
     * @param out where to write; left open
     * @throws IOException if writing fails
     */
    public void write(OutputStream out) throws IOException {
        out.write(header());
        ByteBuffer buffer = ByteBuffer.allocate(4 * CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int start = 0; start < values.length; start += CHUNK) {
            int n = Math.min(CHUNK, values.length - start);
            buffer.clear();
            buffer.asFloatBuffer().put(values, start, n);
            out.write(buffer.array(), 0, 4 * n);
        }
    }

    private byte[] header() {
        StringBuilder sizes = new StringBuilder();
        for (int s : shape) {
            sizes.append(s).append(", ");
        }
        String dict = "{'descr': '<f4', 'fortran_order': False, 'shape': ("
                + (shape.size() == 1 ? shape.get(0) + "," : sizes.toString().replaceAll(", $", "")) + "), }";
        // The format wants the values to start on a multiple of 64 bytes, the header ending in a newline.
        int padded = (MAGIC.length + 4 + dict.length() + 1 + 63) / 64 * 64 - MAGIC.length - 4;
        ByteBuffer header = ByteBuffer.allocate(MAGIC.length + 4 + padded).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) padded);
        header.put(dict.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    /**
     * The sizes of the dimensions.
     *
     * @return an immutable list; empty for a scalar
     */
    public List<Integer> shape() {
        return shape;
    }

    /**
     * The values, row-major, not copied: do not change them.
     *
     * @return the values; 64-bit files are rounded to float
     */
    public float[] toFloats() {
        return values;
    }
}
