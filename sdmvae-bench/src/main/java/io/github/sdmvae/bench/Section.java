/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** The parts of the report; each is measured in less than six minutes and leaves files behind. */
enum Section {
    /** The side-by-side with libtorch on one thread. */
    LIBTORCH1 {
        @Override
        void measure(Path folder) throws IOException, InterruptedException {
            compare(folder, 1);
        }
    },
    /** The same on two threads. */
    LIBTORCH2 {
        @Override
        void measure(Path folder) throws IOException, InterruptedException {
            compare(folder, 2);
        }
    },
    /** The step by batch. */
    STEP {
        @Override
        void measure(Path folder) throws RunnerException {
            String[] batches = {"1", "8", "32", "128", "512", "1024", "4096"};
            run(folder, "steps", job("StepBenchmark").param("batch", batches));
            run(folder, "products", brief("ProductsBenchmark.step").param("batch", batches));
        }
    },
    /** The step by size of the model. */
    SIZE {
        @Override
        void measure(Path folder) throws RunnerException {
            String[] codes = {"16", "64", "128", "256"};
            String[] hidden = {"64", "256", "512", "1024"};
            run(folder, "codes", job("StepBenchmark").param("code", codes));
            run(folder, "codes-products", brief("ProductsBenchmark.step").param("code", codes));
            run(folder, "hidden", job("StepBenchmark").param("hidden", hidden));
            run(folder, "hidden-products", brief("ProductsBenchmark.step").param("hidden", hidden));
        }
    },
    /** The step by prior. */
    PRIOR {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "priors", job("PriorBenchmark"));
        }
    },
    /** The step by threads. */
    THREADS {
        @Override
        void measure(Path folder) throws RunnerException {
            for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads *= 2) {
                run(
                        folder,
                        "steps" + threads,
                        job("StepBenchmark", threads).param("engine", "cpu").param("batch", "128", "512", "4096"));
            }
        }
    },
    /** The kernels and their floors. */
    KERNEL {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "kernels", job("KernelBenchmark"));
        }
    },
    /** Dead codes. */
    DYING {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "codes", job("DyingCodesBenchmark"));
        }
    },
    /** Reconstruction. */
    INFERENCE {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "engines", job("InferenceBenchmark"));
            run(folder, "products", brief("ProductsBenchmark.reconstruction").param("batch", "1", "16", "256"));
        }
    },
    /** The Fourier transform. */
    STFT {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "transforms", job("StftBenchmark"));
        }
    },
    /** PESQ and STOI. */
    METRICS {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "scores", job("MetricsBenchmark"));
        }
    },
    /** Recordings and caches. */
    READING {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "recordings", with("ReadingBenchmark", 2, 5, 1000));
            run(folder, "caches", brief("CacheReadBenchmark"));
        }
    },
    /** Epochs of the trainer, on all processors. */
    EPOCH {
        @Override
        void measure(Path folder) throws RunnerException {
            run(folder, "engines", with("EpochBenchmark", 2, 5, 2000));
        }
    };

    /** Measures, and writes into a folder. */
    abstract void measure(Path folder) throws IOException, InterruptedException, RunnerException;

    /** As on the command line. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path file(Path folder, String name) {
        return folder.resolve(key() + "-" + name + ".json");
    }

    /** Where it is said of what machine and code the results are, written when all of them are there. */
    Path provenance(Path folder) {
        return file(folder, "provenance");
    }

    boolean isMeasured(Path folder) {
        return Files.exists(provenance(folder));
    }

    void run(Path folder, String name, ChainedOptionsBuilder options) throws RunnerException {
        String target = file(folder, name).toString();
        new Runner(options.resultFormat(ResultFormatType.JSON).result(target).build()).run();
    }

    /** One thread, five iterations of a second. */
    private static ChainedOptionsBuilder job(String benchmark) {
        return job(benchmark, 1);
    }

    private static ChainedOptionsBuilder job(String benchmark, int threads) {
        return with(benchmark, 2, 5, 1000).jvmArgsAppend("-Dsdmvae.threads=" + threads);
    }

    /** Little to compile: three iterations of half a second. */
    private static ChainedOptionsBuilder brief(String benchmark) {
        return with(benchmark, 1, 3, 500).jvmArgsAppend("-Dsdmvae.threads=1");
    }

    /** All processors. The benchmark's name is taken from its first letter on: others end with it. */
    private static ChainedOptionsBuilder with(String benchmark, int warmUp, int iterations, int millis) {
        return new OptionsBuilder()
                .include("\\." + benchmark)
                .forks(1)
                .shouldFailOnError(true)
                .warmupIterations(warmUp)
                .warmupTime(TimeValue.milliseconds(millis))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.milliseconds(millis));
    }

    void compare(Path folder, int threads) throws IOException, InterruptedException {
        ProcessBuilder child = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsdmvae.threads=" + threads,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LibtorchComparison.class.getName(),
                        file(folder, "outcomes").toString()))
                .inheritIO();
        // libtorch's best setting: its products in its own threads, not in OpenBLAS' too.
        child.environment().put("OPENBLAS_NUM_THREADS", "1");
        int status = child.start().waitFor();
        if (status != 0) {
            throw new IOException("the comparison with libtorch ended with status " + status);
        }
    }
}
