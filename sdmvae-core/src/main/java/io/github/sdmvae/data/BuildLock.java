/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one builder at a time work on a cache file, among threads and among processes. The system frees the lock of a process
 * that dies. The empty lock file stays: whoever deleted it would let two others lock two files of the same name.
 */
final class BuildLock {
    /** Java's file locks are for processes: a second thread of the same one would get an exception instead of waiting. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;
    private final FileLock lock;

    private BuildLock(ReentrantLock thread, FileChannel channel, FileLock lock) {
        this.thread = thread;
        this.channel = channel;
        this.lock = lock;
    }

    static BuildLock acquire(Path file) throws IOException {
        Path path = file.resolveSibling("." + file.getFileName() + ".lock");
        ReentrantLock thread = THREADS.computeIfAbsent(path.toAbsolutePath().normalize(), p -> new ReentrantLock());
        try {
            thread.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(file, e);
        }
        try {
            return onFile(thread, path);
        } catch (IOException | RuntimeException e) {
            thread.unlock();
            throw e;
        }
    }

    private static BuildLock onFile(ReentrantLock thread, Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            return new BuildLock(thread, channel, channel.lock());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException interrupted(Path file, InterruptedException cause) {
        IOException e = new InterruptedIOException(file + ": interrupted while another thread builds the cache");
        e.initCause(cause);
        return e;
    }

    void close() throws IOException {
        try (channel) {
            lock.release();
        } finally {
            thread.unlock();
        }
    }
}
