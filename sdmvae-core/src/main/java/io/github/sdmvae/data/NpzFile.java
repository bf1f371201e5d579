/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.file.ArchiveReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .npz} files: zips of {@code .npy} arrays, as {@code numpy.savez} and {@code savez_compressed} write them. The
 * limits are those of {@link NpyArray}: 32 and 64-bit floats in C order. Saved models of this library are such files, too.
 */
public final class NpzFile {
    private static final String ENDING = ".npy";

    private NpzFile() {}

    /**
     * The arrays of a file.
     *
     * @param file the file
     * @return their names, without {@code .npy}, in the file's order
     * @throws IOException naming the file, if it cannot be read or is damaged
     */
    public static List<String> names(Path file) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "npz")) {
            return names(zip);
        }
    }

    private static List<String> names(ArchiveReader zip) {
        List<String> names = new ArrayList<>();
        for (String entry : zip.names()) {
            if (entry.endsWith(ENDING)) {
                names.add(entry.substring(0, entry.length() - ENDING.length()));
            }
        }
        return names;
    }

    /**
     * Reads one array.
     *
     * @param file the file
     * @param name of the array, without {@code .npy}
     * @return the array
     * @throws IOException naming the file, if it cannot be read, is damaged, has no such array, or one of another type
     */
    public static NpyArray read(Path file, String name) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "npz")) {
            if (!zip.has(name + ENDING)) {
                throw new IOException(file + ": has no array '" + name + "'; it has " + String.join(", ", names(zip)));
            }
            return read(zip, name);
        }
    }

    private static NpyArray read(ArchiveReader zip, String name) throws IOException {
        byte[] bytes = zip.bytes(name + ENDING, Integer.MAX_VALUE);
        try {
            return NpyArray.read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException | ArithmeticException e) {
            throw new IOException(zip.file() + ": array '" + name + "': " + e.getMessage(), e);
        }
    }

    /**
     * Reads all arrays.
     *
     * @param file the file
     * @return arrays by name, in the file's order
     * @throws IOException naming the file, if it cannot be read, is damaged, or has an array of another type
     */
    public static Map<String, NpyArray> read(Path file) throws IOException {
        try (ArchiveReader zip = ArchiveReader.open(file, "npz")) {
            Map<String, NpyArray> arrays = new LinkedHashMap<>();
            for (String name : names(zip)) {
                arrays.put(name, read(zip, name));
            }
            return arrays;
        }
    }
}
