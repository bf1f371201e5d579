/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
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

/**
 * Writes files that appear whole or not at all: aside first, flushed to disk, then renamed. Whatever goes wrong, an
 * older file of the name stays as it was, nothing is left of the new one, and the message names the file that was to be
 * written. A link is followed; what is no regular file (a pipe, a device) is written straight.
 */
public final class AtomicFile {
    private static final Logger LOG = LoggerFactory.getLogger(AtomicFile.class);
    private static final String ASIDE = ".tmp";
    private static final int UUID_LENGTH = 36;
    /** Bytes in a file's name that common file systems allow. */
    private static final int LONGEST_NAME = 255;

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

    /** Makes a file. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes the file and flushes it to the disk.
         *
         * @param aside where to; does not exist yet
         * @throws IOException if writing fails
         */
        void make(Path aside) throws IOException;
    }

    /**
     * Writes a file, or leaves everything as it was. When this returns, file and name are on the disk.
     *
     * @param file where to; its folder must exist
     * @param content what to write
     * @throws IOException naming the file, if it cannot be written
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            writeStraight(file, content);
        } else {
            make(file, aside -> writeAside(aside, content));
        }
    }

    /**
     * Writes a text in UTF-8, as {@link #write(Path, Content)} does.
     *
     * @param file where to; its folder must exist
     * @param text what to write
     * @throws IOException naming the file, if it cannot be written
     */
    public static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(file, out -> out.write(bytes));
    }

    /**
     * Makes a file in the same way, where a stream is not enough.
     *
     * @param file where to; its folder must exist
     * @param maker writes a file of another name in the same folder
     * @throws IOException naming the file, if it cannot be written
     */
    public static void make(Path file, Maker maker) throws IOException {
        requireWritable(file);
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path aside = target.resolveSibling(asideName(target));
        boolean done = false;
        try {
            maker.make(aside);
            move(aside, target);
            done = true;
        } catch (IOException e) {
            throw naming(file, aside, e);
        } finally {
            if (!done) {
                deleteQuietly(aside);
            }
        }
        flushFolder(target.resolveSibling("."));
    }

    /**
     * Finds out whether a file could be written, before the work whose result it is to hold.
     *
     * @param file that will be written
     * @throws IOException naming the file and why not: it is a folder, its folder is missing or takes no files, it is
     *     write-protected, its name is too long
     */
    public static void requireWritable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName() == null || Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder, give the name of a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist; create it first");
        }
        requireName(file);
        if (Files.exists(file) && !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString(), null, "the file there is write-protected");
        }
    }

    /**
     * Refuses a name that is too long for file systems.
     *
     * @param file or folder
     * @throws FileSystemException if its name has more than 255 bytes
     */
    public static void requireName(Path file) throws FileSystemException {
        String name = String.valueOf(file.getFileName());
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_NAME) {
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "its name has " + length + " bytes, a file system takes at most " + LONGEST_NAME);
        }
    }

    /**
     * Finds out, too, whether its folder takes a new file, by making and deleting one.
     *
     * @param file that will be written
     * @throws IOException as {@link #requireWritable(Path)}
     */
    public static void tryOut(Path file) throws IOException {
        requireWritable(file);
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path aside = target.resolveSibling(asideName(target));
        try {
            Files.createFile(aside);
            Files.delete(aside);
        } catch (IOException e) {
            throw naming(file, aside, e);
        }
    }

    /** Not by Files.createTempFile: the result would be readable by its owner alone. */
    private static String asideName(Path target) {
        String name = String.valueOf(target.getFileName());
        String end = "." + UUID.randomUUID() + ASIDE;
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length + 1 + end.length() <= LONGEST_NAME;
        return "." + (fits ? name : "long-name") + end;
    }

    /** The user knows nothing of the file aside: messages speak of the one that was to be. */
    private static IOException naming(Path file, Path aside, IOException e) {
        if (e instanceof ClosedByInterruptException) {
            InterruptedIOException interrupted =
                    new InterruptedIOException(file + ": not written, its thread was interrupted");
            interrupted.initCause(e);
            return interrupted;
        }
        if (e instanceof FileSystemException f && isAside(f.getFile(), aside)) {
            return renamed(file, f);
        }
        if (e instanceof FileSystemException || e instanceof FileFormatException) {
            return e;
        }
        if (String.valueOf(e.getMessage()).startsWith(file + ": ")) {
            return e;
        }
        return new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }

    private static boolean isAside(String name, Path aside) {
        return name != null && name.endsWith(String.valueOf(aside.getFileName()));
    }

    private static FileSystemException renamed(Path file, FileSystemException e) {
        FileSystemException named;
        if (e instanceof AccessDeniedException) {
            named = new AccessDeniedException(file.toString(), null, "its folder cannot be written to");
        } else if (e instanceof NoSuchFileException) {
            named = new NoSuchFileException(file.toString(), null, "its folder has vanished");
        } else {
            named = new FileSystemException(file.toString(), null, "cannot be written: " + e.getReason());
        }
        named.initCause(e);
        return named;
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

    private static void writeStraight(Path file, Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            content.writeTo(out);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Puts a finished file in place of another, in one step where the file system can. */
    private static void move(Path aside, Path file) throws IOException {
        try {
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
