/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.sdmvae.file.FileFormatException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@link ArchiveWriter} wrote, with suspicion: what entries claim is compared with the file's length before
 * memory is spent, checksums are checked, and so are the names, which a zip keeps twice. What proves damage is a
 * {@link FileFormatException}; what only shows that reading failed is another {@link IOException}.
 */
public final class ArchiveReader implements AutoCloseable {
    /** What a file of any length may hold. */
    private static final long ALLOWANCE = 64L << 20;
    /** How much more a file may hold than its length; numbers hardly shrink, zeros could a thousand times. */
    private static final long SHRINKAGE = 100;

    private final Path file;
    private final String kind;
    private final ZipFile zip;
    private final long length;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
    private long spent;

    private ArchiveReader(Path file, String kind, ZipFile zip, long length) throws FileFormatException {
        this.file = file;
        this.kind = kind;
        this.zip = zip;
        this.length = length;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            requireHarmless(entry.getName());
            if (entries.put(entry.getName(), entry) != null) {
                throw damaged(entry.getName(), "it is there twice", null);
            }
        }
    }

    /**
     * Opens an archive.
     *
     * @param file which
     * @param kind what it should be, for messages: model or checkpoint
     * @return the open archive
     * @throws FileFormatException if it is no zip, or a truncated or damaged one
     * @throws IOException naming the file, if it cannot be read
     */
    public static ArchiveReader open(Path file, String kind) throws IOException {
        try {
            requireZip(file, kind);
            ZipHeaders.check(file, kind);
            return open(file, kind, new ZipFile(file.toFile()));
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(file.toString(), null, "there is no such " + kind + " file");
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            // What ZipFile throws for contradictions inside the directory.
            throw damaged(file, kind, "its zip directory is contradictory", e);
        } catch (FileFormatException | FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static ArchiveReader open(Path file, String kind, ZipFile zip) throws IOException {
        try {
            return new ArchiveReader(file, kind, zip, Files.size(file));
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static void requireZip(Path file, String kind) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder, not a " + kind + " file");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(4);
        }
        if (start.length < 4) {
            throw new FileFormatException(
                    Reason.TRUNCATED, file + ": the file is truncated, it has " + start.length + " bytes", null);
        }
        if (start[0] != 'P' || start[1] != 'K' || start[2] != 3 || start[3] != 4) {
            throw new FileFormatException(Reason.FOREIGN, file + ": not a " + kind + " file (not a zip)", null);
        }
    }

    private void requireHarmless(String name) throws FileFormatException {
        boolean climbs = name.startsWith("/")
                || name.contains("\\")
                || Set.of(name.split("/", -1)).contains("..");
        if (name.isEmpty() || climbs) {
            throw damaged("'" + name + "'", "that is no name for an entry", null);
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
     * Whether there is an entry.
     *
     * @param name of the entry
     * @return true if there is
     */
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    /**
     * The entries.
     *
     * @return names in the order of the archive's directory
     */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /**
     * Refuses an archive that holds anything else, or less.
     *
     * @param names of all entries that must be there
     * @throws FileFormatException naming an entry that is missing or belongs to nothing
     */
    public void requireExactly(Set<String> names) throws FileFormatException {
        for (String name : names) {
            if (!has(name)) {
                throw damaged(name, "it is missing", null);
            }
        }
        for (String name : entries.keySet()) {
            if (!names.contains(name)) {
                throw damaged(name, "this entry belongs to no such " + kind, null);
            }
        }
    }

    /**
     * Refuses an entry of another size, before anything is read or memory is spent.
     *
     * @param name of the entry
     * @param least bytes
     * @param most bytes
     * @throws FileFormatException if it is missing, smaller or larger
     */
    public void requireSize(String name, long least, long most) throws FileFormatException {
        long size = entry(name).getSize();
        if (size < least || size > most) {
            throw damaged(name, "it should have between " + least + " and " + most + " bytes, it has " + size, null);
        }
    }

    /**
     * Reads the JSON and checks its format.
     *
     * @param name of the entry
     * @param format as it must call itself
     * @param version newest version that can be read
     * @param most bytes at most
     * @return the JSON
     * @throws FileFormatException if it is damaged, of another format or newer
     * @throws IOException if it cannot be read
     */
    public JsonObject json(String name, String format, int version, int most) throws IOException {
        if (!has(name)) {
            throw new FileFormatException(
                    Reason.FOREIGN, file + ": not a " + kind + " file (a zip without " + name + ")", null);
        }
        JsonObject json;
        try {
            json = Json.GSON.fromJson(new String(bytes(name, most), StandardCharsets.UTF_8), JsonObject.class);
        } catch (JsonParseException | ClassCastException e) {
            throw damaged(name, "it is no JSON", e);
        }
        if (json == null || !isFormat(json, format)) {
            throw new FileFormatException(
                    Reason.FOREIGN,
                    file + ": not a " + kind + " file (its " + name + " does not say format " + format + ")",
                    null);
        }
        requireVersion(name, json, version);
        return json;
    }

    private static boolean isFormat(JsonObject json, String format) {
        return json.has("format")
                && json.get("format").isJsonPrimitive()
                && format.equals(json.get("format").getAsString());
    }

    private void requireVersion(String name, JsonObject json, int newest) throws FileFormatException {
        int version;
        try {
            version = Json.integer(json, "formatVersion");
        } catch (IllegalArgumentException e) {
            throw damaged(name, e.getMessage(), e);
        }
        if (version < 1) {
            throw damaged(name, "there is no format version " + version, null);
        }
        if (version > newest) {
            throw new FileFormatException(
                    Reason.NEWER,
                    file + ": the " + kind + " has format version " + version + ", this library reads up to " + newest
                            + "; use a newer version of the library",
                    null);
        }
    }

    /**
     * Reads an entry and checks its sum.
     *
     * @param name of the entry
     * @param most bytes at most
     * @return its contents
     * @throws FileFormatException if it is missing, larger than it may be or damaged
     * @throws IOException if it cannot be read
     */
    public byte[] bytes(String name, long most) throws IOException {
        ZipEntry entry = entry(name);
        requireSize(name, 0, Math.min(most, Integer.MAX_VALUE - 9));
        spend(name, entry.getSize());
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) entry.getSize() + 1);
        } catch (ZipException | EOFException e) {
            throw damaged(name, e.getMessage(), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        requireSum(name, bytes.length, crc.getValue());
        return bytes;
    }

    private void spend(String name, long size) throws FileFormatException {
        spent += size;
        if (spent > ALLOWANCE + SHRINKAGE * length) {
            throw damaged(name, "it claims " + size + " bytes, more than a file of " + length + " can hold", null);
        }
    }

    private void requireSum(String name, long size, long sum) throws FileFormatException {
        ZipEntry entry = entry(name);
        if (size != entry.getSize() || sum != entry.getCrc()) {
            throw damaged(name, "its checksum does not match", null);
        }
    }

    private ZipEntry entry(String name) throws FileFormatException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw damaged(name, "it is missing", null);
        }
        return entry;
    }

    /**
     * What to throw when an entry is not as it should be.
     *
     * @param name of the entry
     * @param what is wrong with it
     * @param cause null if there is none
     * @return the exception
     */
    public FileFormatException damaged(String name, @Nullable String what, @Nullable Throwable cause) {
        return damaged(file, kind, "in " + name + ": " + what, cause);
    }

    static FileFormatException damaged(Path file, String kind, String what, @Nullable Throwable cause) {
        String where = what.startsWith("in ") ? " " : ": ";
        return new FileFormatException(Reason.DAMAGED, file + ": the " + kind + " is damaged" + where + what, cause);
    }

    private static IOException unreadable(Path file, IOException e) {
        return new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
