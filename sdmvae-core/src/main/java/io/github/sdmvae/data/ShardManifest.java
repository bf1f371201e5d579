/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.sdmvae.data.ShardedFrames.LeftOut;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a corpus of shards consists of, as JSON in the folder.
 *
 * @param width of every row
 * @param shards in the order of the rows, at least one
 * @param leftOut input of groups that gave no shard
 */
record ShardManifest(int width, List<Shard> shards, List<LeftOut> leftOut) {
    private static final String FORMAT = "sdmvae-frames";
    private static final int VERSION = 1;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private static final String FILE = "file";
    private static final String ROWS = "rows";
    private static final String KEY = "key";
    private static final String NAME = "name";
    private static final String REASON = "reason";

    /**
     * A shard.
     *
     * @param file its name in the folder
     * @param rows how many
     * @param key fingerprint of what it was made of
     */
    record Shard(String file, int rows, String key) {
        Shard {
            if (file.isEmpty() || file.contains("/") || file.contains("\\") || file.equals("..")) {
                throw new IllegalArgumentException("'" + file + "' is no name of a file in the folder");
            }
            if (rows < 1) {
                throw new IllegalArgumentException(file + " must have at least 1 row, got " + rows);
            }
        }

        void requireSame(FrameCache cache, Path folder) throws FrameCacheException {
            if (cache.size() != rows || !cache.key().fingerprint().equals(key)) {
                throw new FrameCacheException(
                        Reason.STALE,
                        folder.resolve(file) + ": is another shard than the manifest names (" + cache.size()
                                + " rows of key " + cache.key().fingerprint() + " there, " + rows + " of " + key
                                + " in the manifest); make the corpus again",
                        null);
            }
        }
    }

    ShardManifest {
        shards = List.copyOf(shards);
        leftOut = List.copyOf(leftOut);
        long rows = shards.stream().mapToLong(Shard::rows).sum();
        if (shards.isEmpty() || width < 1) {
            throw new IllegalArgumentException("a corpus needs shards, and rows of at least 1 value");
        }
        if (rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a corpus can have " + Integer.MAX_VALUE + " rows, these shards have "
                    + rows + "; make two of them");
        }
    }

    static ShardManifest of(List<String> files, List<FrameCache> caches, List<LeftOut> leftOut) {
        int width = caches.get(0).width();
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FrameCache cache = caches.get(i);
            if (cache.width() != width) {
                throw new IllegalArgumentException("all shards must have " + width + " values per row like "
                        + files.get(0) + ", " + files.get(i) + " has " + cache.width());
            }
            shards.add(new Shard(files.get(i), cache.size(), cache.key().fingerprint()));
        }
        return new ShardManifest(width, shards, leftOut);
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, GSON.toJson(toJson()) + "\n");
    }

    private JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.addProperty("formatVersion", VERSION);
        json.addProperty("width", width);
        JsonArray list = new JsonArray();
        for (Shard shard : shards) {
            JsonObject item = new JsonObject();
            item.addProperty(FILE, shard.file());
            item.addProperty(ROWS, shard.rows());
            item.addProperty(KEY, shard.key());
            list.add(item);
        }
        json.add("shards", list);
        JsonArray left = new JsonArray();
        for (LeftOut input : leftOut) {
            JsonObject item = new JsonObject();
            item.addProperty(NAME, input.name());
            item.addProperty(REASON, input.reason());
            left.add(item);
        }
        json.add("leftOut", left);
        return json;
    }

    static ShardManifest read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "there is no manifest: the corpus was not made, or not to its end");
        }
        try {
            JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            requireOurs(file, json);
            List<Shard> shards = new ArrayList<>();
            for (JsonObject item : Json.objects(json, "shards")) {
                shards.add(new Shard(Json.string(item, FILE), Json.integer(item, ROWS), Json.string(item, KEY)));
            }
            List<LeftOut> leftOut = new ArrayList<>();
            for (JsonObject item : Json.objects(json, "leftOut")) {
                leftOut.add(new LeftOut(Json.string(item, NAME), Json.string(item, REASON)));
            }
            return new ShardManifest(Json.integer(json, "width"), shards, leftOut);
        } catch (MalformedInputException | JsonParseException | IllegalArgumentException | IllegalStateException e) {
            throw failure(Reason.DAMAGED, file, "the manifest is damaged: " + e.getMessage(), e);
        }
    }

    private static void requireOurs(Path file, JsonObject json) throws FrameCacheException {
        if (!json.has("format") || !Json.string(json, "format").equals(FORMAT)) {
            throw failure(Reason.FOREIGN, file, "is no manifest of a corpus; move it elsewhere", null);
        }
        int version = Json.integer(json, "formatVersion");
        if (version > VERSION) {
            throw failure(
                    Reason.NEWER,
                    file,
                    "has format version " + version + ", this library reads up to " + VERSION
                            + "; use a newer version of the library",
                    null);
        }
    }

    private static FrameCacheException failure(Reason reason, Path file, String what, @Nullable Throwable cause) {
        return new FrameCacheException(reason, file + ": " + what, cause);
    }

    /** Of what all shards were made of. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            shards.forEach(shard -> digest.update((shard.key() + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
