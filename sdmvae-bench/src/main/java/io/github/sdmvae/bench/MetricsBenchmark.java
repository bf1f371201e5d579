/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.metrics.speech.Pesq;
import io.github.sdmvae.metrics.speech.Stoi;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to score a pair of signals, speech and the same with noise, in one thread.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar MetricsBenchmark} from the root of the repository
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MetricsBenchmark {
    /** Default constructor, for the harness. */
    public MetricsBenchmark() {}

    /** A pair for the metrics of either sample rate. */
    @State(Scope.Thread)
    public static class Pair {
        /** Length of the signals. */
        @Param({"5", "30"})
        public int seconds = 5;

        /** Samples per second. */
        @Param({"16000", "8000"})
        public int rate = 16_000;

        private double[] clean = new double[0];
        private double[] noisy = new double[0];

        /** Default constructor, for the harness. */
        public Pair() {}

        /** Makes the signals. */
        @Setup
        public void signals() {
            clean = BundledSpeech.speech(seconds, rate);
            noisy = BundledSpeech.withNoise(clean);
        }
    }

    /** A pair for wide-band PESQ, which wants 16 kHz. */
    @State(Scope.Thread)
    public static class WidePair {
        /** Length of the signals. */
        @Param({"5", "30"})
        public int seconds = 5;

        private double[] clean = new double[0];
        private double[] noisy = new double[0];

        /** Default constructor, for the harness. */
        public WidePair() {}

        /** Makes the signals. */
        @Setup
        public void signals() {
            clean = BundledSpeech.speech(seconds, 16_000);
            noisy = BundledSpeech.withNoise(clean);
        }
    }

    /**
     * PESQ, narrow band.
     *
     * @param pair the signals
     * @return the score
     */
    @Benchmark
    public double pesqNarrowBand(Pair pair) {
        return Pesq.standard().narrowBandLqo(pair.clean, pair.noisy, pair.rate);
    }

    /**
     * PESQ, wide band.
     *
     * @param pair the signals
     * @return the score
     */
    @Benchmark
    public double pesqWideBand(WidePair pair) {
        return Pesq.standard().wideBandLqo(pair.clean, pair.noisy, 16_000);
    }

    /**
     * STOI.
     *
     * @param pair the signals
     * @return the score
     */
    @Benchmark
    public double stoi(Pair pair) {
        return Stoi.stoi(pair.clean, pair.noisy, pair.rate);
    }

    /**
     * Extended STOI.
     *
     * @param pair the signals
     * @return the score
     */
    @Benchmark
    public double estoi(Pair pair) {
        return Stoi.estoi(pair.clean, pair.noisy, pair.rate);
    }
}
