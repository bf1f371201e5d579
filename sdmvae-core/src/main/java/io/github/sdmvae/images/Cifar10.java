/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import io.github.sdmvae.data.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads CIFAR-10 in its binary version (Krizhevsky 2009): records of one label byte, 0 to 9, and 3072 bytes, the planes
 * of red, green and blue of 32 × 32 pixels, row by row.
 *
 * <pre>{@code
 * Frames patches = Cifar10.read(file).grey().patches(12, 50_000, 1);
 * }</pre>
 *
 * <p><b>Thread rule:</b> all methods may be called from several threads at once.
 */
public final class Cifar10 {
    private static final int SIDE = 32;
    private static final int VALUES = 3 * SIDE * SIDE;
    private static final int RECORD = 1 + VALUES;
    private static final int CLASSES = 10;

    private Cifar10() {}

    /**
     * Reads files such as {@code data_batch_1.bin}, one after the other.
     *
     * @param files at least one
     * @return all images, three planes each (3072 values), scaled to 0 … 1 (byte / 255); an image takes 12 KiB
     * @throws IOException naming the file, if one cannot be read, has no whole number of records or a label above 9
     * @throws IllegalArgumentException if no file is given
     */
    public static LabelledImages read(Path... files) throws IOException {
        if (files.length == 0) {
            throw new IllegalArgumentException("CIFAR-10 needs at least one file, got none");
        }
        int count = 0;
        for (Path file : files) {
            count = Math.addExact(count, countRecords(file));
        }
        float[] values = new float[Pixels.capacity(count, VALUES)];
        int[] labels = new int[count];
        int first = 0;
        for (Path file : files) {
            first = readInto(file, values, labels, first);
        }
        return LabelledImages.of(Frames.wrap(values, VALUES, describe(files, count)), labels, SIDE, SIDE);
    }

    private static String describe(Path[] files, int count) {
        Object[] names = Arrays.stream(files).map(Path::getFileName).toArray();
        return "CIFAR-10 " + Arrays.toString(names) + ", " + count + " images";
    }

    private static int countRecords(Path file) throws IOException {
        long size = Files.size(file);
        if (size == 0 || size % RECORD != 0 || size / RECORD > Integer.MAX_VALUE / VALUES) {
            throw new IOException(file + ": is no CIFAR-10 file or is truncated: its length must be a multiple of "
                    + RECORD + " bytes below 2 GiB, it is " + size);
        }
        return (int) (size / RECORD);
    }

    private static int readInto(Path file, float[] values, int[] labels, int first) throws IOException {
        int count = countRecords(file);
        try (InputStream in = Files.newInputStream(file)) {
            for (int i = first; i < first + count; i++) {
                byte[] bytes = in.readNBytes(RECORD);
                if (bytes.length < RECORD || i >= labels.length) {
                    throw new IOException("changed while it was read");
                }
                labels[i] = label(bytes[0], i - first);
                Pixels.scale(bytes, 1, values, i * VALUES, VALUES);
            }
            return first + count;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static int label(byte value, int record) throws IOException {
        int label = value & 0xff;
        if (label >= CLASSES) {
            throw new IOException("labels must be from 0 to 9, that of record " + record + " is " + label);
        }
        return label;
    }
}
