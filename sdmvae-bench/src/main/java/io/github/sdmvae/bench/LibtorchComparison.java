/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.pytorch.global.torch;

/**
 * How many frames per second this library and libtorch (eager, autograd) train and reconstruct, in turn in one process,
 * on equal threads, after checking that both compute the same loss and reconstruction from the same weights and noise;
 * and the matrix products alone, on one thread, measured in the same run. Each has a thread of its own, since OpenMP
 * keeps the number of threads per calling thread. Ratios are medians over rounds, with the 10th and 90th percentile.
 *
 * <p>{@code java -Dsdmvae.threads=1 -cp sdmvae-bench/target/benchmarks.jar io.github.sdmvae.bench.LibtorchComparison}
 *
 * <p>libtorch's own settings were found by trying: {@code torch.set_num_threads}, and for 2 threads
 * {@code OPENBLAS_NUM_THREADS=1} in the environment.
 */
public final class LibtorchComparison {
    private static final int CODE = 32;
    private static final int HIDDEN = 128;
    private static final int ROUNDS = Integer.getInteger("rounds", 60);
    private static final int WARM_UP_ROUNDS = 30;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LibtorchComparison() {}

    /**
     * Runs the comparison and prints a table.
     *
     * @param args none
     * @throws Exception if one of the sides fails
     */
    public static void main(String[] args) throws Exception {
        int threads = Integer.getInteger("sdmvae.threads", Runtime.getRuntime().availableProcessors());
        System.setProperty("sdmvae.threads", Integer.toString(threads));
        try (Sides sides = new Sides(threads)) {
            System.out.printf(Locale.ROOT, "threads: %d%n", threads);
            sides.compare("training step", 128, 20, Work.STEP);
            sides.compare("reconstruction", 256, 20, Work.RECONSTRUCTION);
            sides.compare("reconstruction", 1, 200, Work.RECONSTRUCTION);
        }
    }

    /** What is compared. */
    private enum Work {
        STEP,
        RECONSTRUCTION
    }

    /** A thread for each side. */
    private static final class Sides implements AutoCloseable {
        private final ExecutorService ours = Executors.newSingleThreadExecutor();
        private final ExecutorService theirs = Executors.newSingleThreadExecutor();
        private final ExecutorService products = Executors.newSingleThreadExecutor();

        Sides(int threads) throws Exception {
            on(theirs, () -> {
                torch.set_num_threads(threads);
                return null;
            });
        }

        private static <T> T on(ExecutorService side, Callable<T> work) throws Exception {
            try {
                return side.submit(work).get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }

        void compare(String title, int batch, int calls, Work work) throws Exception {
            Engine engine = on(ours, Engines::cpu);
            BenchModel own = on(ours, () -> new BenchModel(engine, batch, CODE, HIDDEN));
            LibtorchModel other = on(theirs, () -> new LibtorchModel(own, batch));
            BareProducts bare = on(products, () -> new BareProducts(batch, CODE, HIDDEN));
            check(own, other, work);
            boolean step = work == Work.STEP;
            List<Series> series = List.of(
                    new Series("sdmvae", ours, step ? own::step : own::reconstruct),
                    new Series("libtorch", theirs, step ? other::step : other::reconstruct),
                    new Series("products alone", products, step ? run(bare::step) : run(bare::forward)));
            for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
                for (Series s : series) {
                    s.measure(calls, round >= WARM_UP_ROUNDS);
                }
            }
            print(title, batch, series);
        }

        private static Callable<Object> run(Runnable work) {
            return () -> {
                work.run();
                return work;
            };
        }

        private void check(BenchModel own, LibtorchModel other, Work work) throws Exception {
            if (work == Work.STEP) {
                float[] noise = on(ours, () -> own.noise().clone());
                double theirLoss = on(theirs, () -> other.lossWith(noise));
                double ourLoss = on(ours, own::step);
                if (!(Math.abs(ourLoss - theirLoss) <= 1e-5 * Math.abs(theirLoss))) {
                    throw new IllegalStateException("losses differ: " + ourLoss + " and " + theirLoss);
                }
                System.out.printf(Locale.ROOT, "same loss from the same weights: %.6f and %.6f%n", ourLoss, theirLoss);
                return;
            }
            float[] mine = on(ours, own::reconstruct);
            float[] yours = on(theirs, other::reconstruction);
            for (int i = 0; i < mine.length; i++) {
                if (!(Math.abs(mine[i] - yours[i]) <= 1e-5 * Math.abs(yours[i]))) {
                    throw new IllegalStateException("reconstructions differ: " + mine[i] + " and " + yours[i]);
                }
            }
        }

        private static void print(String title, int batch, List<Series> series) {
            System.out.printf(Locale.ROOT, "%n%s, batch %d%n", title, batch);
            for (Series s : series) {
                System.out.printf(
                        Locale.ROOT,
                        "  %-15s %8.1f us median, %8.1f best; %8.1f us of the caller's processor time, %8.1f best; %9.0f frames/s%n",
                        s.name,
                        s.wall.quantile(0.5),
                        s.wall.quantile(0),
                        s.processor.quantile(0.5),
                        s.processor.quantile(0),
                        batch / s.wall.quantile(0.5) * 1e6);
            }
            printRatio("libtorch / sdmvae", series.get(1), series.get(0));
            printRatio("sdmvae / products", series.get(0), series.get(2));
        }

        private static void printRatio(String name, Series top, Series bottom) {
            Quantiles wall = top.wall.over(bottom.wall);
            Quantiles processor = top.processor.over(bottom.processor);
            System.out.printf(
                    Locale.ROOT,
                    "  %-18s %.2f (%.2f to %.2f) by the clock, %.2f (%.2f to %.2f) by the caller's processor time%n",
                    name,
                    wall.quantile(0.5),
                    wall.quantile(0.1),
                    wall.quantile(0.9),
                    processor.quantile(0.5),
                    processor.quantile(0.1),
                    processor.quantile(0.9));
        }

        @Override
        public void close() {
            ours.shutdown();
            theirs.shutdown();
            products.shutdown();
        }
    }

    /** The times of one side, a value per round. */
    private static final class Series {
        private final String name;
        private final ExecutorService side;
        private final Callable<?> work;
        private final Quantiles wall = new Quantiles();
        private final Quantiles processor = new Quantiles();

        Series(String name, ExecutorService side, Callable<?> work) {
            this.name = name;
            this.side = side;
            this.work = work;
        }

        void measure(int calls, boolean keep) throws Exception {
            double[] micros = Sides.on(side, () -> {
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
                wall.values.add(micros[0]);
                processor.values.add(micros[1]);
            }
        }
    }

    /** Values and their quantiles. */
    private static final class Quantiles {
        private final List<Double> values = new ArrayList<>();

        double quantile(double share) {
            double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return sorted[(int) Math.round(share * (sorted.length - 1))];
        }

        Quantiles over(Quantiles other) {
            Quantiles ratios = new Quantiles();
            for (int i = 0; i < values.size(); i++) {
                ratios.values.add(values.get(i) / other.values.get(i));
            }
            return ratios;
        }
    }
}
