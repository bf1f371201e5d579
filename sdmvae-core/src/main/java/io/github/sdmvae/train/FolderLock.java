/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a folder to one training at a time, across processes by a lock of the operating system, which dies with its
 * process. The file stays behind: deleting it would let two others lock two files of the same name.
 */
final class FolderLock implements AutoCloseable {
    static final String NAME = "checkpoints.lock";
    /** Behind all contents, since Windows keeps others from reading what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /**
     * Folders locked by this process. Asked before the file is opened: on POSIX systems a process that closes any
     * channel of a file loses its locks on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    /** Somebody else has the lock. */
    static final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        HeldException(Path folder, String holder) {
            super(folder + ": another training is using this folder (" + holder + ")");
        }
    }

    private final Path folder;
    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    private FolderLock(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(NAME);
    }

    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw new HeldException(folder, "in this process");
        }
        FolderLock lock = new FolderLock(real);
        try {
            lock.acquire();
            return lock;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Makes sure that the lock still protects the folder, which may have been deleted and made again, or mounted anew.
     *
     * @return whether the lock had to be taken anew
     */
    boolean renew() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "the folder of the checkpoints has vanished");
        }
        if (channel != null && Files.exists(file) && Objects.equals(keyOf(file), key)) {
            return false;
        }
        closeChannel();
        acquire();
        return true;
    }

    private void acquire() throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = opened.tryLock(LOCKED_BYTE, 1, false) != null;
            if (!locked) {
                throw new HeldException(folder, holder(opened));
            }
            opened.truncate(0);
            String holder = "process " + ProcessHandle.current().pid();
            opened.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (OverlappingFileLockException e) {
            throw new HeldException(folder, "in this process, by another path");
        } finally {
            if (!locked) {
                opened.close();
            }
        }
        channel = opened;
        key = keyOf(file);
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        return text.position() == 0
                ? "in another process"
                : new String(text.array(), 0, text.position(), StandardCharsets.UTF_8);
    }

    /** Tells files of the same name apart; null where the file system has no such thing. */
    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private void closeChannel() throws IOException {
        FileChannel old = channel;
        channel = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeChannel();
        } finally {
            HELD.remove(folder);
        }
    }
}
