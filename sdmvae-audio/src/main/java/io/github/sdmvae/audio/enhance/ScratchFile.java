/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Numbers that do not fit memory, in a file that vanishes when it is closed. Threads may use it at once. */
final class ScratchFile implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;

    /**
     * Makes an empty file.
     *
     * @param folder where there is room
     */
    ScratchFile(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".sdmvae-", ".tmp");
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    void write(long index, double[] values, int count) {
        ByteBuffer buffer = buffer(count * (long) Double.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, buffer.capacity() / Double.BYTES);
            buffer.clear();
            buffer.asDoubleBuffer().put(values, done, n);
            write(buffer, (index + done) * Double.BYTES, n * Double.BYTES);
            done += n;
        }
    }

    void read(long index, double[] values, int count) {
        ByteBuffer buffer = buffer(count * (long) Double.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, buffer.capacity() / Double.BYTES);
            buffer.clear();
            read(buffer, (index + done) * Double.BYTES, n * Double.BYTES);
            buffer.flip();
            buffer.asDoubleBuffer().get(values, done, n);
            done += n;
        }
    }

    void write(long index, float[] values, int count) {
        ByteBuffer buffer = buffer(count * (long) Float.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, buffer.capacity() / Float.BYTES);
            buffer.clear();
            buffer.asFloatBuffer().put(values, done, n);
            write(buffer, (index + done) * Float.BYTES, n * Float.BYTES);
            done += n;
        }
    }

    void read(long index, float[] values, int count) {
        ByteBuffer buffer = buffer(count * (long) Float.BYTES);
        for (int done = 0; done < count; ) {
            int n = Math.min(count - done, buffer.capacity() / Float.BYTES);
            buffer.clear();
            read(buffer, (index + done) * Float.BYTES, n * Float.BYTES);
            buffer.flip();
            buffer.asFloatBuffer().get(values, done, n);
            done += n;
        }
    }

    /** Outside the heap, where the operating system can have it without a further copy. */
    private static ByteBuffer buffer(long bytes) {
        return ByteBuffer.allocateDirect((int) Math.max(Double.BYTES, Math.min(CHUNK, bytes)))
                .order(ByteOrder.nativeOrder());
    }

    private void write(ByteBuffer buffer, long position, int bytes) {
        buffer.limit(bytes);
        try {
            for (long at = position; buffer.hasRemaining(); ) {
                at += channel.write(buffer, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file for what does not fit memory cannot be written: " + e.getMessage(), e);
        }
    }

    private void read(ByteBuffer buffer, long position, int bytes) {
        buffer.limit(bytes);
        try {
            for (long at = position; buffer.hasRemaining(); ) {
                int read = channel.read(buffer, at);
                if (read < 0) {
                    throw new IOException("it ends at byte " + at);
                }
                at += read;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the file for what does not fit memory cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Rows of floats in a file of their own. */
    FloatRows rows(int rows, int width) {
        return new FloatRows() {
            @Override
            public int rows() {
                return rows;
            }

            @Override
            public int width() {
                return width;
            }

            @Override
            public void write(int first, int count, float[] values) {
                ScratchFile.this.write((long) first * width, values, count * width);
            }

            @Override
            public void read(int first, int count, float[] values) {
                ScratchFile.this.read((long) first * width, values, count * width);
            }
        };
    }

    /** The file's numbers as samples. */
    Signal signal(int length) {
        return new Signal() {
            @Override
            public int length() {
                return length;
            }

            @Override
            public void read(int first, double[] target) {
                ScratchFile.this.read(first, target, target.length);
            }
        };
    }

    /** States of tiles, all of the same shape. */
    TileStore tiles() {
        return new FileTiles(this);
    }
}
