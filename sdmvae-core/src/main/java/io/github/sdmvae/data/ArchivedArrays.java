/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.file.ArchiveReader;
import io.github.sdmvae.file.ArchiveWriter;
import io.github.sdmvae.file.FileFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Arrays as entries of an archive, one {@code .npy} each: {@code numpy.load} opens the whole like an {@code .npz}. */
public final class ArchivedArrays {
    private static final String ENDING = ".npy";
    private static final int HEADER = 1 << 17;

    private ArchivedArrays() {}

    /**
     * The entry that holds an array.
     *
     * @param name of the array
     * @return name of the entry
     */
    public static String entry(String name) {
        return name + ENDING;
    }

    /**
     * Writes an array.
     *
     * @param zip where to
     * @param name of the array
     * @param values row-major
     * @param shape sizes of the dimensions
     * @throws IOException if writing fails
     */
    public static void write(ArchiveWriter zip, String name, float[] values, int... shape) throws IOException {
        write(zip, name, NpyArray.of(values, shape));
    }

    /**
     * Writes an array.
     *
     * @param zip where to
     * @param name of the array
     * @param array what to write
     * @throws IOException if writing fails
     */
    public static void write(ArchiveWriter zip, String name, NpyArray array) throws IOException {
        zip.entry(entry(name), 4L * array.toFloats().length, array::write);
    }

    /**
     * Compares what an archive claims with a shape, before anything is read or memory is spent.
     *
     * @param zip where
     * @param name of the array
     * @param shape that it must have
     * @throws FileFormatException if it is missing or of another size
     */
    public static void require(ArchiveReader zip, String name, int... shape) throws FileFormatException {
        long count = count(shape);
        zip.requireSize(entry(name), 4 * count, 8 * count + HEADER);
    }

    /**
     * Reads an array.
     *
     * @param zip where
     * @param name of the array
     * @param shape that it must have
     * @return its values
     * @throws FileFormatException if it is missing, damaged or of another shape
     * @throws IOException if it cannot be read
     */
    public static float[] read(ArchiveReader zip, String name, int... shape) throws IOException {
        byte[] bytes = zip.bytes(entry(name), 8 * count(shape) + HEADER);
        NpyArray array;
        try {
            array = NpyArray.read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException | ArithmeticException | IllegalArgumentException e) {
            throw zip.damaged(entry(name), e.getMessage(), e);
        }
        List<Integer> expected = new ArrayList<>();
        for (int size : shape) {
            expected.add(size);
        }
        if (!array.shape().equals(expected)) {
            throw zip.damaged(entry(name), "its shape should be " + expected + ", it is " + array.shape(), null);
        }
        return array.toFloats();
    }

    /**
     * Reads an array of finite values.
     *
     * @param zip where
     * @param name of the array
     * @param shape that it must have
     * @return its values
     * @throws FileFormatException if it is missing, damaged, of another shape or not finite
     * @throws IOException if it cannot be read
     */
    public static float[] readFinite(ArchiveReader zip, String name, int... shape) throws IOException {
        float[] values = read(zip, name, shape);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw zip.damaged(entry(name), "it holds " + value, null);
            }
        }
        return values;
    }

    private static long count(int... shape) {
        long count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return count;
    }
}
