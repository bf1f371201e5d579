/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one at a time work on something, among threads and among processes; across processes by a lock of the operating
 * system, which dies with its process. The file stays behind: deleting it would let two others lock two files of the
 * same name.
 *
 * <p>Thread rule: any number of threads may ask for locks; a lock taken is for one thread at a time.
 */
public final class LockFile implements AutoCloseable {
    /** Behind all contents, since Windows keeps others from reading what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    /**
     * Files locked by this process. Asked before a file is opened: on POSIX systems a process that closes any channel
     * of a file loses its locks on it.
     */
    private static final Set<Path> HELD = new HashSet<>();

    /** Somebody else has the lock. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        HeldException(Path file, String holder) {
            super(file + ": is locked (" + holder + ")");
            this.holder = holder;
        }

        /** Who has it. */
        private final String holder;

        /**
         * Who has it.
         *
         * @return for instance "process 1234" or "in this process"
         */
        public String holder() {
            return holder;
        }
    }

    private final Path file;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    private LockFile(Path file) {
        this.file = file;
    }

    /**
     * Takes a lock at once.
     *
     * @param file made if it does not exist; its folder must
     * @return the lock, to be closed
     * @throws HeldException if somebody else has it
     * @throws IOException if the file cannot be made
     */
    public static LockFile take(Path file) throws IOException {
        Path real = real(file);
        synchronized (HELD) {
            if (!HELD.add(real)) {
                throw new HeldException(file, "in this process");
            }
        }
        return acquired(real, false);
    }

    /**
     * Waits for a lock.
     *
     * @param file made if it does not exist; its folder must
     * @return the lock, to be closed
     * @throws InterruptedIOException if the thread is interrupted
     * @throws IOException if the file cannot be made
     */
    public static LockFile await(Path file) throws IOException {
        Path real = real(file);
        synchronized (HELD) {
            while (!HELD.add(real)) {
                try {
                    HELD.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw interrupted(file, e);
                }
            }
        }
        return acquired(real, true);
    }

    private static Path real(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a lock needs a folder");
        return folder.toRealPath().resolve(Objects.requireNonNull(file.getFileName()));
    }

    private static LockFile acquired(Path file, boolean wait) throws IOException {
        LockFile lock = new LockFile(file);
        try {
            lock.acquire(wait);
            return lock;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Makes sure that the lock still protects its folder, which may have been deleted and made again, or mounted anew.
     *
     * @return whether the lock had to be taken anew
     * @throws HeldException if somebody else has taken it meanwhile
     * @throws IOException if the folder is gone or takes no file
     */
    public boolean renew() throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "the folder has vanished");
        }
        if (channel != null && Files.exists(file) && Objects.equals(keyOf(file), key)) {
            return false;
        }
        closeChannel();
        acquire(false);
        return true;
    }

    private void acquire(boolean wait) throws IOException {
        FileChannel opened =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = lock(opened, wait);
            if (!locked) {
                throw new HeldException(file, holder(opened));
            }
            opened.truncate(0);
            String holder = "process " + ProcessHandle.current().pid();
            opened.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (OverlappingFileLockException e) {
            throw new HeldException(file, "in this process, by another path");
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw interrupted(file, e);
        } finally {
            if (!locked) {
                opened.close();
            }
        }
        channel = opened;
        key = keyOf(file);
    }

    private static boolean lock(FileChannel channel, boolean wait) throws IOException {
        return (wait ? channel.lock(LOCKED_BYTE, 1, false) : channel.tryLock(LOCKED_BYTE, 1, false)) != null;
    }

    private static IOException interrupted(Path file, Exception cause) {
        IOException e = new InterruptedIOException(file + ": interrupted while waiting for the lock");
        e.initCause(cause);
        return e;
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
            synchronized (HELD) {
                HELD.remove(file);
                HELD.notifyAll();
            }
        }
    }
}
