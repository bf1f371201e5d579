/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.data.CacheKey;
import io.github.sdmvae.data.FrameCache;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to read one frame of 513 values at random, as the trainer does, from memory and from a cache, and
 * whether that stays the same when the data grows.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar CacheReadBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx1500m")
@State(Scope.Thread)
public class CacheReadBenchmark {
    private static final int WIDTH = BenchModel.INPUT;
    private static final int PIECE = 1000;

    /** Where the frames are. */
    @Param({"memory", "cache"})
    public String source = "cache";

    /** How many: 2 MB, 41 MB, 410 MB. */
    @Param({"1000", "20000", "200000"})
    public int rows = 1;

    private final SplittableRandom random = new SplittableRandom(1);
    private final float[] row = new float[WIDTH];
    private Path file = Path.of("cache.npy");
    private FrameSource frames = Frames.wrap(row, WIDTH, "nothing");

    /** Default constructor, for the harness. */
    public CacheReadBenchmark() {}

    /**
     * Makes the frames.
     *
     * @throws IOException if there is no room
     */
    @Setup
    public void make() throws IOException {
        if (source.equals("memory")) {
            frames = Frames.wrap(new float[rows * WIDTH], WIDTH, "nothing");
            return;
        }
        file = Files.createTempFile("frames", ".npy");
        Files.delete(file);
        CacheKey key = CacheKey.of(Map.of("rows", Integer.toString(rows)), Map.of());
        float[] piece = new float[PIECE * WIDTH];
        frames = FrameCache.openOrBuild(file, key, WIDTH, writer -> {
            for (int done = 0; done < rows; done += PIECE) {
                writer.write("piece", piece);
            }
        });
    }

    /**
     * Deletes the cache.
     *
     * @throws IOException if that fails
     */
    @TearDown
    public void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    /**
     * One frame.
     *
     * @return its values
     */
    @Benchmark
    public float[] read() {
        frames.read(random.nextInt(rows), row, 0);
        return row;
    }
}
