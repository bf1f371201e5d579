/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Threads that work on the tiles of one fit. What they find is gathered in the order of the tiles, so that sums do not depend on
 * how many threads there are. They end with {@link #close}.
 */
final class TileTeam implements AutoCloseable {
    private static final int WAVE = 4;

    private final int threads;
    private final ExecutorService executor;

    TileTeam(int threads) {
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "sdmvae-tiles");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Works on all tiles.
     *
     * @param tiles how many
     * @param work what to do with one, in any thread
     * @param gather takes what was found, in the order of the tiles and in the calling thread
     * @throws CancellationException if the calling thread is interrupted
     */
    <T> void run(int tiles, IntFunction<T> work, Consumer<T> gather) {
        for (int first = 0; first < tiles; first += WAVE * threads) {
            List<Callable<T>> wave = new ArrayList<>();
            for (int i = first; i < Math.min(tiles, first + WAVE * threads); i++) {
                int tile = i;
                wave.add(() -> work.apply(tile));
            }
            results(wave).forEach(gather);
        }
    }

    private <T> List<T> results(List<Callable<T>> wave) {
        List<T> results = new ArrayList<>();
        try {
            for (Future<T> future : executor.invokeAll(wave)) {
                results.add(future.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the thread was interrupted while it took a mixture apart");
        } catch (ExecutionException e) {
            throw rethrown(Objects.requireNonNull(e.getCause()));
        }
        return results;
    }

    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException exception ? exception : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
