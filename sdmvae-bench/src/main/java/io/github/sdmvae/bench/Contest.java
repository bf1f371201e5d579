/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Times several sides in turn, round by round, each in a thread of its own: OpenMP keeps the number of threads per
 * calling thread.
 */
final class Contest implements AutoCloseable {
    static final String OURS = "sdmvae";
    static final String THEIRS = "libtorch";
    static final String PRODUCTS = "products alone";
    /** How many times faster we are. */
    static final String GAIN = "libtorch / sdmvae";

    static final String OVERHEAD = "sdmvae / products";
    static final String ROOM = "libtorch / products";

    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final int WARM_UP_ROUNDS = 30;
    private static final int LONG_ROUNDS = 15;
    private static final int LONG_WARM_UP_ROUNDS = 3;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ExecutorService ours = Executors.newSingleThreadExecutor();
    private final ExecutorService theirs = Executors.newSingleThreadExecutor();
    private final ExecutorService products = Executors.newSingleThreadExecutor();

    <T> T ours(Callable<T> work) throws Exception {
        return on(ours, work);
    }

    <T> T theirs(Callable<T> work) throws Exception {
        return on(theirs, work);
    }

    <T> T products(Callable<T> work) throws Exception {
        return on(products, work);
    }

    private static <T> T on(ExecutorService thread, Callable<T> work) throws Exception {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Us and them. */
    List<Series> duel(int calls, Callable<?> own, Callable<?> other) throws Exception {
        return run(calls, List.of(new Series(OURS, ours, own), new Series(THEIRS, theirs, other)));
    }

    /** Us and them over works of a second: fewer rounds. */
    List<Series> longDuel(Callable<?> own, Callable<?> other) throws Exception {
        List<Series> sides = List.of(new Series(OURS, ours, own), new Series(THEIRS, theirs, other));
        return run(1, sides, LONG_WARM_UP_ROUNDS, Math.min(ROUNDS, LONG_ROUNDS));
    }

    /** Us, them and the floor of both. */
    List<Series> duel(int calls, Callable<?> own, Callable<?> other, Callable<?> floor) throws Exception {
        return run(
                calls,
                List.of(
                        new Series(OURS, ours, own),
                        new Series(THEIRS, theirs, other),
                        new Series(PRODUCTS, products, floor)));
    }

    /** Two works of ours, for their ratio. */
    Outcome.Ratio compare(int calls, String topName, Callable<?> top, String bottomName, Callable<?> bottom)
            throws Exception {
        List<Series> series = run(calls, List.of(new Series(topName, ours, top), new Series(bottomName, ours, bottom)));
        return ratio(topName + " / " + bottomName, series.get(0), series.get(1));
    }

    private static List<Series> run(int calls, List<Series> series) throws Exception {
        return run(calls, series, WARM_UP_ROUNDS, ROUNDS);
    }

    private static List<Series> run(int calls, List<Series> series, int warmUp, int rounds) throws Exception {
        for (int round = 0; round < warmUp + rounds; round++) {
            for (Series s : series) {
                s.measure(calls, round >= warmUp);
            }
        }
        return series;
    }

    static Outcome outcome(String work, int threads, int frames, List<Series> series) {
        List<Outcome.Ratio> ratios = new ArrayList<>();
        ratios.add(ratio(GAIN, series.get(1), series.get(0)));
        if (series.size() > 2) {
            ratios.add(ratio(OVERHEAD, series.get(0), series.get(2)));
            ratios.add(ratio(ROOM, series.get(1), series.get(2)));
        }
        return new Outcome(
                work, threads, frames, series.stream().map(Series::summary).toList(), ratios);
    }

    private static Outcome.Ratio ratio(String name, Series top, Series bottom) {
        Quantiles of = top.wall.over(bottom.wall);
        return new Outcome.Ratio(name, of.quantile(0.5), of.quantile(0.1), of.quantile(0.9));
    }

    @Override
    public void close() {
        ours.shutdown();
        theirs.shutdown();
        products.shutdown();
    }

    /** The times of one side, a value per round. */
    static final class Series {
        private final String name;
        private final ExecutorService thread;
        private final Callable<?> work;
        private final Quantiles wall = new Quantiles();
        private final Quantiles processor = new Quantiles();

        Series(String name, ExecutorService thread, Callable<?> work) {
            this.name = name;
            this.thread = thread;
            this.work = work;
        }

        void measure(int calls, boolean keep) throws Exception {
            double[] micros = on(thread, () -> {
                long processorStart = THREADS.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                for (int i = 0; i < calls; i++) {
                    work.call();
                }
                return new double[] {
                    (System.nanoTime() - start) / 1e3 / calls,
                    (THREADS.getCurrentThreadCpuTime() - processorStart) / 1e3 / calls
                };
            });
            if (keep) {
                wall.add(micros[0]);
                processor.add(micros[1]);
            }
        }

        Outcome.Side summary() {
            return new Outcome.Side(name, wall.quantile(0.5), wall.quantile(0), processor.quantile(0.5));
        }
    }
}
