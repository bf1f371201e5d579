/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.model.ModelFormatException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** The zip around a model, read with suspicion: sizes are bounded and checksums checked. */
final class ModelZip implements AutoCloseable {
    private static final int MAX_JSON = 1 << 20;
    private static final int NPY_HEADER = 1 << 17;

    private final Path file;
    private final ZipFile zip;

    private ModelZip(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static ModelZip open(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such model file");
        }
        requireZip(file);
        try {
            return new ModelZip(file, new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw new ModelFormatException(
                    Reason.TRUNCATED, file + ": the model file is truncated (its zip directory is missing)", e);
        }
    }

    private static void requireZip(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (start.length < 4) {
            throw new ModelFormatException(
                    Reason.TRUNCATED, file + ": the file is truncated, it has " + start.length + " bytes", null);
        }
        if (start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
            throw new ModelFormatException(Reason.FOREIGN, file + ": not a model file (not a zip)", null);
        }
    }

    Path file() {
        return file;
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    String json() throws IOException {
        if (!has(ModelFile.JSON)) {
            throw new ModelFormatException(
                    Reason.FOREIGN, file + ": not a model file (a zip without " + ModelFile.JSON + ")", null);
        }
        return new String(bytes(ModelFile.JSON, MAX_JSON), StandardCharsets.UTF_8);
    }

    /** Reads an array and checks its shape. */
    NpyArray array(String name, int... shape) throws IOException {
        long count = 1;
        List<Integer> expected = new ArrayList<>();
        for (int s : shape) {
            count *= s;
            expected.add(s);
        }
        byte[] bytes = bytes(name, 8 * count + NPY_HEADER);
        NpyArray array;
        try {
            array = NpyArray.read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw damaged(name, e.getMessage(), e);
        }
        if (!array.shape().equals(expected)) {
            throw damaged(name, "its shape should be " + expected + ", it is " + array.shape(), null);
        }
        for (float value : array.toFloats()) {
            if (!Float.isFinite(value)) {
                throw damaged(name, "it holds " + value, null);
            }
        }
        return array;
    }

    private byte[] bytes(String name, long most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw damaged(name, "it is missing", null);
        }
        if (most > Integer.MAX_VALUE - 8) {
            throw damaged(name, "it is too large", null);
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) most + 1);
        } catch (IOException e) {
            throw damaged(name, e.getMessage(), e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (bytes.length > most || crc.getValue() != entry.getCrc()) {
            throw damaged(name, "its checksum does not match", null);
        }
        return bytes;
    }

    private ModelFormatException damaged(String name, @Nullable String what, @Nullable Throwable cause) {
        return new ModelFormatException(
                Reason.DAMAGED, file + ": the model is damaged in " + name + ": " + what, cause);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
