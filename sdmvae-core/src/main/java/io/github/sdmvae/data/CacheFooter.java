/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.sdmvae.data.FrameCache.Content;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What follows the rows in a cache file: a JSON object, then 24 bytes of tail (length of the JSON, format version, 0, CRC-32
 * of header, JSON and the tail so far, magic). The magic comes last, so that no file that ends early has it.
 */
record CacheFooter(int rows, int width, long rowsChecksum, CacheKey key, List<Content> contents) {
    private static final byte[] MAGIC = "SDMFRAME".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int TAIL = 24;
    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    byte[] toBytes() {
        byte[] json = GSON.toJson(toJson()).getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(json.length + TAIL).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(json).putInt(json.length).putInt(VERSION).putInt(0);
        bytes.putInt(checksum(CacheHeader.of(rows, width), bytes.array(), json.length + 12));
        bytes.put(MAGIC);
        return bytes.array();
    }

    private JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("rows", rows);
        json.addProperty("width", width);
        json.addProperty("rowsCrc32", rowsChecksum);
        json.add("settings", GSON.toJsonTree(key.settings()));
        json.add("inputs", GSON.toJsonTree(key.inputs()));
        JsonArray list = new JsonArray();
        for (Content content : contents) {
            JsonObject item = new JsonObject();
            item.addProperty("name", content.name());
            item.addProperty("rows", content.rows());
            if (!content.isUsed()) {
                item.addProperty("skipped", content.skipped());
            }
            list.add(item);
        }
        json.add("contents", list);
        return json;
    }

    private static int checksum(byte[] header, byte[] footer, int length) {
        CRC32 crc = new CRC32();
        crc.update(header);
        crc.update(footer, 0, length);
        return (int) crc.getValue();
    }

    static CacheFooter read(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        byte[] header = bytes(channel, 0, (int) Math.min(size, CacheHeader.LENGTH));
        if (!CacheHeader.isStart(header)) {
            throw new FrameCacheException(Reason.FOREIGN, file + ": not a frame cache; move it elsewhere", null);
        }
        if (size < CacheHeader.LENGTH + TAIL) {
            throw truncated(file);
        }
        ByteBuffer tail = tail(channel, size, file);
        int length = tail.getInt(0);
        requireVersion(file, tail.getInt(4));
        if (length < 0 || length > size - CacheHeader.LENGTH - TAIL) {
            throw damaged(file, "its footer has an impossible length", null);
        }
        byte[] footer = bytes(channel, size - TAIL - length, length + TAIL);
        if (checksum(header, footer, length + 12) != tail.getInt(12)) {
            throw damaged(file, "the checksum of its header and footer does not match", null);
        }
        CacheFooter parsed = parse(new String(footer, 0, length, StandardCharsets.UTF_8), file);
        parsed.requireFit(header, size - TAIL - length, file);
        return parsed;
    }

    private static ByteBuffer tail(FileChannel channel, long size, Path file) throws IOException {
        byte[] end = bytes(channel, size - TAIL, TAIL);
        if (!Arrays.equals(end, TAIL - MAGIC.length, TAIL, MAGIC, 0, MAGIC.length)) {
            throw truncated(file);
        }
        return ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireVersion(Path file, int version) throws IOException {
        if (version < 1) {
            throw damaged(file, "there is no format version " + version, null);
        }
        if (version > VERSION) {
            throw new FrameCacheException(
                    Reason.NEWER,
                    file + ": the frame cache has format version " + version + ", this library reads up to " + VERSION
                            + "; use a newer version of the library or delete the file",
                    null);
        }
    }

    private static CacheFooter parse(String text, Path file) throws IOException {
        try {
            JsonObject json = GSON.fromJson(text, JsonObject.class);
            if (json == null) {
                throw new IllegalArgumentException("it is empty");
            }
            return new CacheFooter(
                    Json.integer(json, "rows"),
                    Json.integer(json, "width"),
                    Json.longInteger(json, "rowsCrc32"),
                    CacheKey.of(Json.map(json, "settings"), Json.map(json, "inputs")),
                    contents(json));
        } catch (JsonParseException | IllegalArgumentException | ArithmeticException | ClassCastException e) {
            throw damaged(file, "its footer is not as it should be: " + e.getMessage(), e);
        }
    }

    private static List<Content> contents(JsonObject json) {
        List<Content> contents = new ArrayList<>();
        int first = 0;
        for (JsonObject item : Json.objects(json, "contents")) {
            int rows = Json.integer(item, "rows");
            String skipped = item.has("skipped") ? Json.string(item, "skipped") : "";
            contents.add(new Content(Json.string(item, "name"), first, rows, skipped));
            first = Math.addExact(first, rows);
        }
        return List.copyOf(contents);
    }

    private void requireFit(byte[] header, long end, Path file) throws IOException {
        // In this order nothing overflows.
        boolean whole = rows > 0 && width > 0 && (end - CacheHeader.LENGTH) / width == 4L * rows;
        whole &= end == CacheHeader.LENGTH + 4L * rows * width;
        if (!whole || !Arrays.equals(header, CacheHeader.of(rows, width))) {
            throw damaged(file, "its header, footer and length contradict each other", null);
        }
    }

    private static FrameCacheException truncated(Path file) {
        return new FrameCacheException(
                Reason.TRUNCATED, file + ": the frame cache is truncated; delete it and build it again", null);
    }

    static FrameCacheException damaged(Path file, String what, @Nullable Throwable cause) {
        return new FrameCacheException(
                Reason.DAMAGED,
                file + ": the frame cache is damaged, " + what + "; delete it and build it again",
                cause);
    }

    private static byte[] bytes(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the frame cache became shorter while it was read");
            }
        }
        return bytes.array();
    }
}
