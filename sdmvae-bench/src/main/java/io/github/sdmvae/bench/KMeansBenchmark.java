/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.classic.KMeans;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
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
 * One start and at most ten iterations of K-means on 5,000 rows without clusters, which do not settle so soon: of the width
 * of small images with few clusters, and of the width of speech frames with many.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar KMeansBenchmark -jvmArgsAppend -Dsdmvae.threads=1}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class KMeansBenchmark {
    private static final int ROWS = 5000;

    /** Width of the rows and clusters. */
    @Param({"784 10", "513 64"})
    public String shape = "784 10";

    private int clusters = 1;
    private Frames frames = Frames.wrap(new float[1], 1, "nothing");

    /** Default constructor, for the harness. */
    public KMeansBenchmark() {}

    /** Makes the rows. */
    @Setup
    public void make() {
        String[] numbers = shape.split(" ", 2);
        int width = Integer.parseInt(numbers[0]);
        clusters = Integer.parseInt(numbers[1]);
        float[] values = new float[ROWS * width];
        CounterNoise.normal(1, 0, values, 0, values.length);
        frames = Frames.wrap(values, width, "noise");
    }

    /**
     * A fit.
     *
     * @return the model
     */
    @Benchmark
    public KMeans fit() {
        return KMeans.builder()
                .clusters(clusters)
                .restarts(1)
                .maxIterations(10)
                .tolerance(0)
                .fit(frames);
    }
}
