/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.file.FileFormatException;
import io.github.sdmvae.file.FileFormatException.Reason;
import io.github.sdmvae.file.LockFile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a file on disk, mapped into memory: for data larger than the heap. The system keeps in memory what it has room
 * for, outside the heap; reading a row that is there costs a copy.
 *
 * <p><b>Format.</b> A {@code .npy} file of float32, shape (rows, width), with a footer behind the array: numpy opens it by
 * {@code numpy.load(file, mmap_mode="r")} and ignores the footer. That is a JSON object with the {@link CacheKey} and the
 * {@link #contents()}, then a tail with format version, checksum and magic. One file rather than two, so that rows and key
 * cannot be those of different builds.
 *
 * <p><b>Builds</b> write a file aside in the same folder, flush it to the disk and rename it: a cache is there in whole or not
 * at all, whenever the process is killed. What killed builds leave behind, the next build deletes. There is one builder of a
 * file at a time; others wait for it and then use its result. For that, a {@code .name.lock} stays in the folder.
 *
 * <p><b>Thread rule:</b> immutable, any number of threads may read. The file must not be changed or shortened meanwhile
 * (Java answers reads from lost pages with an {@code InternalError}); to replace it by a rebuild is safe on Linux and macOS,
 * where readers keep the old one. Java 17 has no call that ends a mapping, so there is nothing to close: it ends when the
 * garbage collector finds the cache unused. Windows cannot replace or delete the file before that.
 */
public final class FrameCache implements FrameSource {
    /** As large as safely within the 2³¹ bytes of one mapping. */
    private static final long SEGMENT_BYTES = 1L << 30;

    /**
     * What an input gave.
     *
     * @param name of the input, as in the key
     * @param firstRow index of its first row
     * @param rows how many it has; 0 if it was skipped
     * @param skipped why it was skipped; empty if it was not
     */
    public record Content(String name, int firstRow, int rows, String skipped) {
        /**
         * Whether the input was not skipped.
         *
         * @return true if it has rows
         */
        public boolean isUsed() {
            return skipped.isEmpty();
        }
    }

    /** Makes the rows of a cache. */
    @FunctionalInterface
    public interface Builder {
        /**
         * Writes all rows, in the thread that asked for the build.
         *
         * @param writer takes them; closed by the caller
         * @throws IOException to give the build up
         */
        void writeTo(FrameCacheWriter writer) throws IOException;
    }

    private final Path file;
    private final CacheFooter footer;
    private final FloatBuffer[] segments;
    private final int shift;
    private final int mask;

    private FrameCache(Path file, CacheFooter footer, FileChannel channel, long segmentBytes) throws IOException {
        this.file = file;
        this.footer = footer;
        long rowBytes = 4L * footer.width();
        shift = Math.min(30, 63 - Long.numberOfLeadingZeros(Math.max(1, segmentBytes / rowBytes)));
        mask = (1 << shift) - 1;
        segments = new FloatBuffer[((footer.rows() - 1) >>> shift) + 1];
        for (int s = 0; s < segments.length; s++) {
            long first = (long) s << shift;
            long rows = Math.min(1L << shift, footer.rows() - first);
            MappedByteBuffer bytes =
                    channel.map(FileChannel.MapMode.READ_ONLY, CacheHeader.LENGTH + first * rowBytes, rows * rowBytes);
            segments[s] = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        }
    }

    /**
     * Opens a cache, whatever it was made of.
     *
     * @param file the cache
     * @return the cache
     * @throws NoSuchFileException if there is none
     * @throws FrameCacheException if the file is foreign, truncated, damaged or of a newer version
     * @throws IOException if the file cannot be read
     */
    public static FrameCache open(Path file) throws IOException {
        return open(file, SEGMENT_BYTES);
    }

    static FrameCache open(Path file, long segmentBytes) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no frame cache; build it first");
        }
        try (FileChannel channel = FileChannel.open(file)) {
            return new FrameCache(file, CacheFooter.read(channel, file), channel, segmentBytes);
        }
    }

    /**
     * Opens a cache of certain data.
     *
     * @param file the cache
     * @param key what it must have been made of
     * @return the cache
     * @throws NoSuchFileException if there is none
     * @throws FrameCacheException if the file is stale, saying what has changed; or as {@link #open(Path)}
     * @throws IOException if the file cannot be read
     */
    public static FrameCache open(Path file, CacheKey key) throws IOException {
        FrameCache cache = open(file);
        List<String> changes = key.changesSince(cache.key());
        if (!changes.isEmpty()) {
            throw new FrameCacheException(
                    Reason.STALE,
                    file + ": the frame cache is stale: " + String.join("; ", changes)
                            + "; build it again or go back to what it was made of",
                    null);
        }
        return cache;
    }

    /**
     * Opens the cache of certain data; builds it first if there is none, or a stale, truncated or damaged one.
     *
     * @param file the cache; its folder must exist
     * @param key what it is made of, taken before the inputs are read: if they change meanwhile, the cache is stale
     * @param width values per row, at least 1
     * @param builder makes the rows
     * @return the cache
     * @throws FrameCacheException if the file is foreign or of a newer version: such files are not overwritten
     * @throws IOException if the cache cannot be built; an earlier file is then as it was, and nothing is left of the new one
     * @throws IllegalArgumentException if the width is out of range
     */
    public static FrameCache openOrBuild(Path file, CacheKey key, int width, Builder builder) throws IOException {
        if (width < 1 || width > SEGMENT_BYTES / 4) {
            throw new IllegalArgumentException(
                    "rows must have between 1 and " + SEGMENT_BYTES / 4 + " values, got " + width);
        }
        FrameCache ready = usable(file, key);
        return ready != null ? ready : buildLocked(file, key, width, builder);
    }

    private static FrameCache buildLocked(Path file, CacheKey key, int width, Builder builder) throws IOException {
        AtomicFile.requireWritable(file);
        LockFile lock = lock(file);
        try {
            FrameCache ready = usable(file, key);
            if (ready != null) {
                return ready;
            }
            build(file, key, width, builder);
            return open(file, key);
        } finally {
            lock.close();
        }
    }

    private static LockFile lock(Path file) throws IOException {
        try {
            return LockFile.await(file.resolveSibling("." + file.getFileName() + ".lock"));
        } catch (AccessDeniedException e) {
            AccessDeniedException denied =
                    new AccessDeniedException(file.toString(), null, "its folder cannot be written to");
            denied.initCause(e);
            throw denied;
        }
    }

    private static @Nullable FrameCache usable(Path file, CacheKey key) throws IOException {
        try {
            return open(file, key);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FrameCacheException e) {
            if (e.isReplaceable()) {
                return null;
            }
            throw e;
        }
    }

    private static void build(Path file, CacheKey key, int width, Builder builder) throws IOException {
        deleteLeftovers(file);
        AtomicFile.make(file, aside -> {
            try (FrameCacheWriter writer = new FrameCacheWriter(aside, width)) {
                builder.writeTo(writer);
                writer.finish(key);
            } catch (FileSystemException | FileFormatException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new IOException(file + ": the frame cache could not be built: " + e.getMessage(), e);
            }
        });
    }

    /** The lock is held, so that no such file belongs to a living builder. Older versions named theirs differently. */
    private static void deleteLeftovers(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + ": is no name for a frame cache");
        }
        String name = String.valueOf(file.getFileName());
        AtomicFile.deleteLeftovers(folder, name::equals);
        String older = "." + name + ".build-";
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(
                folder, path -> path.getFileName().toString().startsWith(older))) {
            for (Path leftover : leftovers) {
                Files.deleteIfExists(leftover);
            }
        }
    }

    @Override
    public int size() {
        return footer.rows();
    }

    @Override
    public int width() {
        return footer.width();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        Objects.checkIndex(index, footer.rows());
        segments[index >>> shift].get((index & mask) * footer.width(), target, offset, footer.width());
    }

    @Override
    public void read(int[] rows, int first, int count, float[] target, int offset) {
        RowRuns.read(this, this::copy, rows, first, count, target, offset);
    }

    private void copy(int row, int count, float[] target, int offset) {
        int width = footer.width();
        for (int done = 0; done < count; ) {
            int next = row + done;
            int part = Math.min(count - done, mask + 1 - (next & mask));
            segments[next >>> shift].get((next & mask) * width, target, offset + done * width, part * width);
            done += part;
        }
    }

    /**
     * What the cache was made of.
     *
     * @return the key given to the build
     */
    public CacheKey key() {
        return footer.key();
    }

    /**
     * The inputs, used and skipped.
     *
     * @return in the order of the rows
     */
    public List<Content> contents() {
        return footer.contents();
    }

    /**
     * Reads all rows and compares them with the checksum of the build. Opening does not: that would read the whole file.
     *
     * @throws FrameCacheException if rows have changed on the disk
     */
    public void verify() throws FrameCacheException {
        CRC32 crc = new CRC32();
        float[] row = new float[width()];
        ByteBuffer bytes = ByteBuffer.allocate(4 * width()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size(); i++) {
            read(i, row, 0);
            bytes.asFloatBuffer().put(row);
            crc.update(bytes.array());
        }
        if (crc.getValue() != footer.rowsChecksum()) {
            throw CacheFooter.damaged(file, "the checksum of its rows does not match", null);
        }
    }

    @Override
    public String description() {
        return "cache " + file.getFileName() + " (key " + key().fingerprint() + "), " + size() + " rows of " + width();
    }
}
