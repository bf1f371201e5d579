/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.data.FrameCache.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Takes the rows of a {@link FrameCache} that is being built, in order. Not thread-safe: to use several processors, compute
 * on all of them and write from one.
 */
public final class FrameCacheWriter implements AutoCloseable {
    private static final int BUFFER = 1 << 20;

    private final int width;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32 checksum = new CRC32();
    private final List<Content> contents = new ArrayList<>();
    private int rows;

    FrameCacheWriter(Path aside, int width) throws IOException {
        this.width = width;
        this.channel = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        channel.position(CacheHeader.LENGTH);
    }

    /**
     * Appends the rows of one input.
     *
     * @param name of the input, as in the {@link CacheKey}
     * @param values row-major; at least one row, all values finite
     * @throws IOException if they cannot be written, the disk being full for instance
     * @throws IllegalArgumentException if the length is no multiple of the width, a value is not finite, or the cache would
     *     have more than 2³¹ − 1 rows
     */
    public void write(String name, float[] values) throws IOException {
        if (values.length == 0 || values.length % width != 0) {
            throw new IllegalArgumentException(
                    name + ": rows must be of " + width + " values and at least one, got " + values.length + " values");
        }
        requireFinite(name, values);
        int count = values.length / width;
        if (count > Integer.MAX_VALUE - rows) {
            throw new IllegalArgumentException(name + ": a cache cannot have more than " + Integer.MAX_VALUE + " rows");
        }
        for (int start = 0; start < values.length; start += BUFFER / 4) {
            int n = Math.min(BUFFER / 4, values.length - start);
            buffer.clear().limit(4 * n);
            buffer.asFloatBuffer().put(values, start, n);
            checksum.update(buffer.duplicate());
            writeFully(buffer);
        }
        contents.add(new Content(name, rows, count, ""));
        rows += count;
    }

    private void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(name + ": values must be finite, row " + i / width + " column "
                        + i % width + " is " + values[i]);
            }
        }
    }

    /**
     * Notes that an input gives no rows.
     *
     * @param name of the input
     * @param reason why, not empty
     */
    public void skip(String name, String reason) {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException(name + ": give a reason for leaving the input out");
        }
        contents.add(new Content(name, rows, 0, reason));
    }

    /** Writes header and footer and waits until all is on the disk. */
    void finish(CacheKey key) throws IOException {
        if (rows == 0) {
            throw new IOException("no rows were written");
        }
        CacheFooter footer = new CacheFooter(rows, width, checksum.getValue(), key, List.copyOf(contents));
        writeFully(ByteBuffer.wrap(footer.toBytes()));
        channel.position(0);
        writeFully(ByteBuffer.wrap(CacheHeader.of(rows, width)));
        channel.force(true);
    }

    private void writeFully(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /**
     * Closes the file; {@link FrameCache} does so.
     *
     * @throws IOException if the system reports an error
     */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
