/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes files that appear whole or not at all: aside first, flushed to disk, then renamed. */
public final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
    private static final String ASIDE = ".tmp";
    private static final int UUID_LENGTH = 36;

    private AtomicFile() {}

    /** Writes the contents. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes to the stream, which the caller closes.
         *
         * @param out buffered
         * @throws IOException if writing fails
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file, or leaves everything as it was. When this returns, file and name are on the disk.
     *
     * @param file where to; its folder must exist
     * @param content what to write
     * @throws IOException naming the file, if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist; create it first");
        }
        // Not Files.createTempFile: the result would be readable by its owner alone.
        Path aside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ASIDE);
        boolean done = false;
        try {
            writeAside(aside, content);
            move(aside, file);
            done = true;
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        } finally {
            if (!done) {
                deleteQuietly(aside);
            }
        }
        flushFolder(folder);
    }

    /** That this fails, too (the disk may be gone), must not hide why writing failed. */
    private static void deleteQuietly(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            LOG.debug("cannot delete {}", aside, e);
        }
    }

    /** Without this the name may be lost with the power, although the contents were flushed. */
    private static void flushFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException | UnsupportedOperationException e) {
            return; // Windows opens no folders; its file system journals names.
        }
        try (channel) {
            channel.force(true);
        }
    }

    /**
     * Deletes what writers left behind that were killed. Nobody may be writing to these files now.
     *
     * @param folder where
     * @param isOurs by the name of the file that was to be
     * @return how many were deleted
     * @throws IOException if the folder cannot be read or a file cannot be deleted
     */
    public static int deleteLeftovers(Path folder, Predicate<String> isOurs) throws IOException {
        int deleted = 0;
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(folder, ".*" + ASIDE)) {
            for (Path aside : asides) {
                String name = aside.getFileName().toString();
                int end = name.length() - ASIDE.length() - UUID_LENGTH - 1;
                if (end > 1 && isOurs.test(name.substring(1, end))) {
                    Files.delete(aside);
                    deleted++;
                }
            }
        }
        return deleted;
    }

    private static void writeAside(Path aside, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /**
     * Puts a finished file in place of another, in one step where the file system can.
     *
     * @param aside the finished file, in the same folder
     * @param file what to replace; may be missing
     * @throws IOException if it cannot be replaced; then both are as they were
     */
    public static void move(Path aside, Path file) throws IOException {
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
