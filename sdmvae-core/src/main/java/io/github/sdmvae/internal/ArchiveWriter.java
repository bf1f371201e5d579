/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.NpyArray;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes models and checkpoints: a zip of one JSON and one {@code .npy} per array, which {@code numpy.load} opens like
 * an {@code .npz}. Entries carry no time, so that the same contents give the same bytes.
 */
public final class ArchiveWriter {
    private final ZipOutputStream zip;

    /**
     * Starts an archive.
     *
     * @param out where to; left open
     * @param level of compression, from 0 (none) to 9
     */
    public ArchiveWriter(OutputStream out, int level) {
        zip = new ZipOutputStream(out);
        zip.setLevel(level);
    }

    /**
     * Writes a JSON entry.
     *
     * @param name of the entry
     * @param json contents
     * @throws IOException if writing fails
     */
    public void json(String name, JsonObject json) throws IOException {
        start(name);
        zip.write((Json.GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes an array.
     *
     * @param name of the entry, without {@code .npy}
     * @param values row-major
     * @param shape sizes of the dimensions
     * @throws IOException if writing fails
     */
    public void array(String name, float[] values, int... shape) throws IOException {
        array(name, NpyArray.of(values, shape));
    }

    /**
     * Writes an array.
     *
     * @param name of the entry, without {@code .npy}
     * @param array what to write
     * @throws IOException if writing fails
     */
    public void array(String name, NpyArray array) throws IOException {
        start(name + ".npy");
        array.write(zip);
    }

    private void start(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
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
