/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arrays in the safetensors format: the length of a JSON head, the head with type, shape and place of every array, the numbers.
 * Reads F64, F32, F16 and BF16 as floats, writes F32. Unlike Python's pickles, such a file holds nothing but numbers.
 */
public final class Safetensors {
    private static final int LENGTH = 8;
    private static final long LONGEST_HEAD = 100_000_000;
    private static final String METADATA = "__metadata__";
    private static final String TYPE = "dtype";
    private static final String SHAPE = "shape";
    private static final String OFFSETS = "data_offsets";
    private static final int ALIGNMENT = 8;

    private Safetensors() {}

    /**
     * Reads all arrays.
     *
     * @param file the file
     * @return arrays by name, in the head's order
     * @throws FileFormatException naming the file, if it is no such file, truncated or contradictory
     * @throws IOException naming the file, if it cannot be read or holds an array of another type
     */
    public static Map<String, NpyArray> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < LENGTH) {
                throw refusal(
                        Reason.TRUNCATED, file, "has " + channel.size() + " bytes, a head needs 8 at least", null);
            }
            long length = bytes(channel, 0, LENGTH).getLong();
            if (length < 2 || length > LONGEST_HEAD) {
                throw refusal(
                        Reason.FOREIGN,
                        file,
                        "is no safetensors file (its head would have " + length + " bytes)",
                        null);
            }
            long start = LENGTH + length;
            if (start > channel.size()) {
                throw refusal(
                        Reason.TRUNCATED,
                        file,
                        "is truncated: its head has " + length + " bytes, the file " + channel.size(),
                        null);
            }
            return arrays(file, channel, head(file, bytes(channel, LENGTH, length)), start);
        }
    }

    private static JsonObject head(Path file, ByteBuffer bytes) throws FileFormatException {
        try {
            JsonElement json =
                    JsonParser.parseString(StandardCharsets.UTF_8.decode(bytes).toString());
            if (json.isJsonObject()) {
                return json.getAsJsonObject();
            }
            throw refusal(Reason.FOREIGN, file, "is no safetensors file (its head is no JSON object)", null);
        } catch (JsonParseException e) {
            throw refusal(Reason.FOREIGN, file, "is no safetensors file (its head is no JSON)", e);
        }
    }

    private static Map<String, NpyArray> arrays(Path file, FileChannel channel, JsonObject head, long start)
            throws IOException {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        // Of each byte one array at most: else a short file could fill all memory.
        long left = channel.size() - start;
        for (String name : head.keySet()) {
            if (!name.equals(METADATA)) {
                try {
                    JsonObject json = Json.object(head, name);
                    long[] offsets = offsets(json);
                    left -= Math.max(0, offsets[1] - offsets[0]);
                    if (left < 0) {
                        throw new IllegalArgumentException("the arrays up to this one claim more than the file holds");
                    }
                    arrays.put(name, array(file, channel, name, json, start));
                } catch (IllegalArgumentException
                        | IllegalStateException
                        | UnsupportedOperationException
                        | ArithmeticException e) {
                    throw refusal(Reason.DAMAGED, file, "is damaged: array '" + name + "': " + e.getMessage(), e);
                }
            }
        }
        return arrays;
    }

    private static NpyArray array(Path file, FileChannel channel, String name, JsonObject json, long start)
            throws IOException {
        FloatType type = FloatType.named(Json.string(json, TYPE));
        if (type == null) {
            throw new IOException(file + ": array '" + name + "' is of type " + Json.string(json, TYPE) + "; "
                    + FloatType.names() + " can be read");
        }
        int[] shape =
                Json.integers(json, SHAPE).stream().mapToInt(Integer::intValue).toArray();
        long count = 1;
        for (int size : shape) {
            if (size < 0) {
                throw new IllegalArgumentException("a size of " + size);
            }
            count = Math.multiplyExact(count, (long) size);
        }
        long[] offsets = offsets(json);
        long bytes = offsets[1] - offsets[0];
        if (offsets[0] < 0 || bytes != count * type.bytes() || offsets[1] > channel.size() - start) {
            throw new IllegalArgumentException("its " + count + " values of " + type.bytes() + " bytes do not lie at "
                    + offsets[0] + " to " + offsets[1] + " of " + (channel.size() - start) + " bytes of data");
        }
        return NpyArray.of(type.read(bytes(channel, start + offsets[0], bytes), Math.toIntExact(count)), shape);
    }

    private static long[] offsets(JsonObject json) {
        JsonElement element = json.get(OFFSETS);
        if (element == null
                || !element.isJsonArray()
                || element.getAsJsonArray().size() != 2) {
            throw new IllegalArgumentException("its data_offsets are no two numbers");
        }
        JsonArray both = element.getAsJsonArray();
        return new long[] {both.get(0).getAsLong(), both.get(1).getAsLong()};
    }

    private static ByteBuffer bytes(FileChannel channel, long position, long length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length)).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return bytes.flip();
    }

    private static FileFormatException refusal(Reason reason, Path file, String what, @Nullable Throwable cause) {
        return new FileFormatException(reason, file + ": " + what, cause);
    }

    /**
     * Writes arrays as F32, for instance {@code Vae.weights()} or {@link WeightMap#arraysOf}.
     *
     * @param file where to; its folder must exist; the file appears whole or not at all
     * @param arrays by name
     * @param metadata texts by name for the head, may be empty
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException if an array has the name that the head needs for the metadata
     */
    public static void write(Path file, Map<String, NpyArray> arrays, Map<String, String> metadata) throws IOException {
        byte[] head = head(arrays, metadata);
        AtomicFile.write(file, out -> {
            out.write(little(LENGTH).putLong(head.length).array());
            out.write(head);
            for (NpyArray array : arrays.values()) {
                write(out, array.toFloats());
            }
        });
    }

    private static byte[] head(Map<String, NpyArray> arrays, Map<String, String> metadata) {
        JsonObject head = new JsonObject();
        if (!metadata.isEmpty()) {
            JsonObject texts = new JsonObject();
            metadata.forEach(texts::addProperty);
            head.add(METADATA, texts);
        }
        long at = 0;
        for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
            if (entry.getKey().equals(METADATA)) {
                throw new IllegalArgumentException("no array may have the name " + METADATA);
            }
            long end = at + 4L * entry.getValue().toFloats().length;
            head.add(entry.getKey(), described(entry.getValue(), at, end));
            at = end;
        }
        byte[] json = head.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        ByteBuffer bytes = ByteBuffer.allocate(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        return bytes.array();
    }

    private static JsonObject described(NpyArray array, long from, long to) {
        JsonObject json = new JsonObject();
        json.addProperty(TYPE, FloatType.F32.name());
        json.add(SHAPE, Json.tree(array.shape()));
        JsonArray offsets = new JsonArray();
        offsets.add(from);
        offsets.add(to);
        json.add(OFFSETS, offsets);
        return json;
    }

    private static void write(OutputStream out, float[] values) throws IOException {
        byte[] bytes = new byte[4 * values.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
        out.write(bytes);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
