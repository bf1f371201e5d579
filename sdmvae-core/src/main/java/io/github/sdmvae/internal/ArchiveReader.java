/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.model.ModelFormatException.Reason;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
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

/** Reads what {@link ArchiveWriter} wrote, with suspicion: sizes are bounded and checksums checked. */
public final class ArchiveReader implements AutoCloseable {
    private static final int NPY_HEADER = 1 << 17;

    private final Path file;
    private final String kind;
    private final ZipFile zip;

    private ArchiveReader(Path file, String kind, ZipFile zip) {
        this.file = file;
        this.kind = kind;
        this.zip = zip;
    }

    /**
     * Opens an archive.
     *
     * @param file which
     * @param kind what it should be, for messages: model or checkpoint
     * @return the open archive
     * @throws ArchiveException if it is no zip, or a truncated one
     * @throws IOException if it cannot be read
     */
    public static ArchiveReader open(Path file, String kind) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such " + kind + " file");
        }
        requireZip(file, kind);
        try {
            return new ArchiveReader(file, kind, new ZipFile(file.toFile()));
        } catch (ZipException e) {
            throw new ArchiveException(
                    Reason.TRUNCATED, file + ": the " + kind + " file is truncated (its zip directory is missing)", e);
        } catch (EOFException | IllegalArgumentException e) {
            // What ZipFile throws for some contradictions inside the directory.
            throw new ArchiveException(
                    Reason.DAMAGED, file + ": the " + kind + " is damaged: its zip directory is contradictory", e);
        }
    }

    private static void requireZip(Path file, String kind) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (start.length < 4) {
            throw new ArchiveException(
                    Reason.TRUNCATED, file + ": the file is truncated, it has " + start.length + " bytes", null);
        }
        if (start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
            throw new ArchiveException(Reason.FOREIGN, file + ": not a " + kind + " file (not a zip)", null);
        }
    }

    /**
     * Which archive this is.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * Whether there is an array.
     *
     * @param name without {@code .npy}
     * @return true if there is
     */
    public boolean hasArray(String name) {
        return zip.getEntry(name + ".npy") != null;
    }

    /**
     * Reads the JSON and checks its format.
     *
     * @param name of the entry
     * @param format as it must call itself
     * @param version newest version that can be read
     * @param most bytes at most
     * @return the JSON
     * @throws ArchiveException if it is damaged, of another format or newer
     * @throws IOException if it cannot be read
     */
    public JsonObject json(String name, String format, int version, int most) throws IOException {
        if (zip.getEntry(name) == null) {
            throw new ArchiveException(
                    Reason.FOREIGN, file + ": not a " + kind + " file (a zip without " + name + ")", null);
        }
        JsonObject json;
        try {
            json = Json.GSON.fromJson(new String(bytes(name, most), StandardCharsets.UTF_8), JsonObject.class);
        } catch (JsonParseException e) {
            throw damaged(name, "it is no JSON", e);
        }
        if (json == null || !json.has("format") || !format.equals(Json.string(json, "format"))) {
            throw new ArchiveException(
                    Reason.FOREIGN,
                    file + ": not a " + kind + " file (its " + name + " does not say format " + format + ")",
                    null);
        }
        requireVersion(json, version);
        return json;
    }

    private void requireVersion(JsonObject json, int newest) throws ArchiveException {
        int version = Json.integer(json, "formatVersion");
        if (version > newest) {
            throw new ArchiveException(
                    Reason.NEWER,
                    file + ": the " + kind + " has format version " + version + ", this library reads up to " + newest
                            + "; use a newer version of the library",
                    null);
        }
    }

    /**
     * Reads an array of finite values.
     *
     * @param name without {@code .npy}
     * @param shape that it must have
     * @return its values
     * @throws IOException if it is missing, damaged, of another shape or not finite
     */
    public float[] finiteArray(String name, int... shape) throws IOException {
        float[] values = array(name, shape);
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw damaged(name + ".npy", "it holds " + value, null);
            }
        }
        return values;
    }

    /**
     * Reads an array.
     *
     * @param name without {@code .npy}
     * @param shape that it must have
     * @return its values
     * @throws IOException if it is missing, damaged or of another shape
     */
    public float[] array(String name, int... shape) throws IOException {
        String entry = name + ".npy";
        long count = 1;
        List<Integer> expected = new ArrayList<>();
        for (int s : shape) {
            count *= s;
            expected.add(s);
        }
        byte[] bytes = bytes(entry, 8 * count + NPY_HEADER);
        NpyArray array;
        try {
            array = NpyArray.read(new ByteArrayInputStream(bytes), bytes.length);
        } catch (IOException e) {
            throw damaged(entry, e.getMessage(), e);
        }
        if (!array.shape().equals(expected)) {
            throw damaged(entry, "its shape should be " + expected + ", it is " + array.shape(), null);
        }
        return array.toFloats();
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

    private ArchiveException damaged(String name, @Nullable String what, @Nullable Throwable cause) {
        return new ArchiveException(
                Reason.DAMAGED, file + ": the " + kind + " is damaged in " + name + ": " + what, cause);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
