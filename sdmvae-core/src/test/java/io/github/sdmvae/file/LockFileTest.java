/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Among the threads of a process; among processes, see the tests of checkpoints and caches. */
class LockFileTest {
    @TempDir
    Path folder;

    @Test
    void lockThatIsTaken_isRefusedByAnyPathUntilItIsClosed() throws IOException {
        Path file = folder.resolve("a.lock");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
        try (LockFile lock = LockFile.take(file)) {
            assertThat(lock.renew()).isFalse();
            assertThatThrownBy(() -> LockFile.take(file))
                    .isInstanceOf(LockFile.HeldException.class)
                    .hasMessageContaining("in this process");
            assertThatThrownBy(() -> LockFile.take(link.resolve("a.lock"))).isInstanceOf(LockFile.HeldException.class);
        }
        LockFile.take(link.resolve("a.lock")).close();
    }

    @Test
    void waitingThreads_comeOneAfterTheOther() throws Exception {
        Path file = folder.resolve("a.lock");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        Future<?>[] done = new Future<?>[64];
        for (int i = 0; i < done.length; i++) {
            done[i] = threads.submit(() -> {
                LockFile lock = LockFile.await(file);
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                LockSupport.parkNanos(1000);
                inside.decrementAndGet();
                lock.close();
                return null;
            });
        }
        for (Future<?> f : done) {
            f.get();
        }
        threads.shutdown();
        assertThat(most).hasValue(1);
    }

    @Test
    void waitingThread_canBeInterrupted() throws IOException {
        Path file = folder.resolve("a.lock");
        try (LockFile lock = LockFile.take(file)) {
            assertThat(lock.renew()).isFalse();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> LockFile.await(file))
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessageContaining(file.toString());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void folderMadeAnew_isLockedAnew() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("run"));
        Path file = inner.resolve("a.lock");
        try (LockFile lock = LockFile.take(file)) {
            Files.delete(file);
            Files.delete(inner);
            assertThatThrownBy(lock::renew).hasMessageContaining("the folder has vanished");
            Files.createDirectory(inner);
            assertThat(lock.renew()).isTrue();
            assertThat(file).exists();
        }
    }
}
