/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.place;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Threads of this process for pieces of work of which one that fails does not keep the others from theirs. Not thread-safe. */
public final class Jobs implements AutoCloseable {
    private static final String THREADS = "sdmvae.threads";

    private final ExecutorService pool;

    /**
     * Makes the threads.
     *
     * @param atOnce pieces, at least 1
     */
    public Jobs(int atOnce) {
        pool = Executors.newFixedThreadPool(atOnce);
    }

    /**
     * What to do with a piece.
     *
     * @param <T> kind of pieces
     */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it, in a thread of the jobs.
         *
         * @param piece which
         * @throws Exception if it fails
         */
        void run(T piece) throws Exception;
    }

    /**
     * Leaves the engine one thread, unless the user has said how many: jobs would get into each other's way. To be called
     * before the first model.
     *
     * @param atOnce jobs; one alone has the engine's threads to itself
     */
    public static void limitThreads(int atOnce) {
        if (atOnce > 1 && System.getProperty(THREADS) == null) {
            System.setProperty(THREADS, "1");
        }
    }

    /**
     * Does all pieces and returns when the last one has ended.
     *
     * @param <T> kind of pieces
     * @param pieces in the order of their starts
     * @param work to be done with each
     * @param failed told of each that fails, and why, in their order and in the calling thread
     * @return how many failed
     * @throws InterruptedException if the calling thread is interrupted
     * @throws Error if a piece ends with one
     */
    public <T> int each(List<T> pieces, Work<T> work, BiConsumer<T, Throwable> failed) throws InterruptedException {
        List<Future<?>> futures = new ArrayList<>();
        for (T piece : pieces) {
            futures.add(pool.submit(() -> {
                work.run(piece);
                return null;
            }));
        }
        int count = 0;
        for (int i = 0; i < pieces.size(); i++) {
            try {
                futures.get(i).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                failed.accept(pieces.get(i), e.getCause() == null ? e : e.getCause());
                count++;
            }
        }
        return count;
    }

    /** Interrupts what still runs. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
