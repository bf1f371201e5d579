/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark;

import com.google.gson.JsonObject;
import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.FrameCache.Content;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.ShardedFrames;
import io.github.sdmvae.file.Json;
import io.github.sdmvae.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rows by their place on storage that all machines see under one path: a {@link ShardedFrames} folder or a {@link FrameCache}
 * file; all of them, or one side of a fold.
 *
 * <p>Folds do not cut recordings: input number i of the cache is held out by fold {@code i mod folds}. A cache of a single
 * input is cut by blocks of rows instead.
 *
 * @param path absolute
 * @param fold which fold, from 0, below {@code folds}
 * @param folds how many there are, at least 2; 1 for all rows
 * @param heldOut whether these are the rows that the fold holds out; else those that it trains on
 */
public record FrameData(Path path, int fold, int folds, boolean heldOut) {
    private static final int BLOCK_ROWS = 1 << 12;

    /**
     * Checks the ranges.
     *
     * @param path absolute
     * @param fold which fold
     * @param folds how many there are
     * @param heldOut whether these are the rows that the fold holds out
     * @throws IllegalArgumentException if one is out of range
     */
    public FrameData {
        Objects.requireNonNull(path, "path");
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("data needs an absolute path, the same on all machines, got " + path);
        }
        if (folds < 1 || fold < 0 || fold >= folds) {
            throw new IllegalArgumentException("fold must be in 0.." + (folds - 1) + " of at least 1, got " + fold);
        }
    }

    /**
     * All rows.
     *
     * @param path a folder with a manifest, or a cache file
     * @return the data
     */
    public static FrameData of(Path path) {
        return new FrameData(path.toAbsolutePath().normalize(), 0, 1, false);
    }

    /**
     * The rows that a fold trains on.
     *
     * @param number which fold, from 0
     * @param of how many there are, at least 2
     * @return the data
     */
    public FrameData fold(int number, int of) {
        return new FrameData(path, number, requireFolds(of), false);
    }

    /**
     * The rows that a fold holds out.
     *
     * @param number which fold, from 0
     * @param of how many there are, at least 2
     * @return the data
     */
    public FrameData heldOut(int number, int of) {
        return new FrameData(path, number, requireFolds(of), true);
    }

    private static int requireFolds(int of) {
        if (of < 2) {
            throw new IllegalArgumentException("there must be at least 2 folds, got " + of);
        }
        return of;
    }

    /**
     * Opens the rows on this machine.
     *
     * @return mapped into memory
     * @throws IOException if they are not there, not whole, or not to be read
     */
    public FrameSource open() throws IOException {
        if (Files.isDirectory(path)) {
            ShardedFrames frames = ShardedFrames.open(path);
            return side(frames, frames.contents());
        }
        FrameCache cache = FrameCache.open(path);
        return side(cache, cache.contents());
    }

    private FrameSource side(FrameSource all, List<Content> contents) {
        if (folds == 1) {
            return all;
        }
        return SelectedRows.of(all, contents, this);
    }

    /**
     * Writes rows to a cache, so that all machines can read them.
     *
     * @param rows what to write
     * @param file the cache; its folder must exist
     * @return the data
     * @throws IOException if it cannot be written
     */
    public static FrameData write(FrameSource rows, Path file) throws IOException {
        CacheKey key = CacheKey.of(Map.of("rows", Fingerprint.of(rows) + " of " + rows.size()), Map.of());
        FrameCache.openOrBuild(file, key, rows.width(), writer -> {
            for (int first = 0; first < rows.size(); first += BLOCK_ROWS) {
                int count = Math.min(BLOCK_ROWS, rows.size() - first);
                float[] values = new float[count * rows.width()];
                for (int i = 0; i < count; i++) {
                    rows.read(first + i, values, i * rows.width());
                }
                writer.write("rows " + first, values);
            }
        });
        return of(file);
    }

    /**
     * As JSON, to be sent.
     *
     * @return for {@link #fromJson}
     */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("path", path.toString());
        json.addProperty("fold", fold);
        json.addProperty("folds", folds);
        json.addProperty("heldOut", heldOut);
        return json;
    }

    /**
     * Reads.
     *
     * @param json as written
     * @return equal data
     * @throws IllegalArgumentException saying what is wrong with the JSON
     */
    public static FrameData fromJson(JsonObject json) {
        return new FrameData(
                Path.of(Json.string(json, "path")),
                Json.integer(json, "fold"),
                Json.integer(json, "folds"),
                Json.bool(json, "heldOut"));
    }

    @Override
    public String toString() {
        return path
                + (folds == 1 ? "" : ", " + (heldOut ? "held out by" : "without") + " fold " + fold + " of " + folds);
    }
}
