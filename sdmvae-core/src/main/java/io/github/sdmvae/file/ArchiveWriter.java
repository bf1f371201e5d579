/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a zip of JSON and whatever else. Entries carry no time, so that the same contents give the same bytes.
 */
public final class ArchiveWriter {
    /** Beyond this, compression costs more time than it saves room. */
    private static final long COMPRESSED = 1 << 24;

    private final ZipOutputStream zip;
    private final int level;

    /**
     * Starts an archive.
     *
     * @param out where to; left open
     * @param level of compression, from 0 (none) to 9
     */
    public ArchiveWriter(OutputStream out, int level) {
        zip = new ZipOutputStream(out);
        this.level = level;
    }

    /**
     * Writes a JSON entry.
     *
     * @param name of the entry
     * @param json contents
     * @param most bytes that readers accept
     * @throws IOException if writing fails or the JSON has more bytes
     */
    public void json(String name, JsonObject json, int most) throws IOException {
        byte[] bytes = (Json.GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
        if (bytes.length > most) {
            throw new IOException(name + " would have " + bytes.length + " bytes, more than the " + most
                    + " that could be read back");
        }
        entry(name, bytes.length, out -> out.write(bytes));
    }

    /**
     * Writes an entry. Large ones are not compressed: so a reader can tell a file that claims more than it holds.
     *
     * @param name of the entry
     * @param size in bytes, about
     * @param content what to write
     * @throws IOException if writing fails
     */
    public void entry(String name, long size, AtomicFile.Content content) throws IOException {
        zip.setLevel(size > COMPRESSED ? Deflater.NO_COMPRESSION : level);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        content.writeTo(zip);
        zip.closeEntry();
    }

    /**
     * Writes the zip's directory, without which nothing can be read.
     *
     * @throws IOException if writing fails
     */
    public void finish() throws IOException {
        zip.finish();
    }
}
