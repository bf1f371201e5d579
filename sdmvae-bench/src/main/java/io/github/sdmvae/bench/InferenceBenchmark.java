/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
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
 * How long it takes to code a batch by the mean and to decode it: 1 is the latency of a frame in live use, 256 what
 * files are processed in.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar InferenceBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class InferenceBenchmark {
    /** Name of the engine. */
    @Param({"cpu", "nd4j"})
    public String engine = "cpu";

    /** Frames at once. */
    @Param({"1", "16", "256"})
    public int batch;

    /** Size of the hidden layers. */
    @Param("128")
    public int hidden;

    private BenchModel model = new BenchModel(Engines.standard(), 1, 2, 1);

    /** Default constructor, for the harness. */
    public InferenceBenchmark() {}

    /** Allocates the model, unless told otherwise of the paper's size. */
    @Setup
    public void allocate() {
        Engine chosen = BenchModel.engine(engine);
        model = new BenchModel(chosen, batch, 32, hidden);
    }

    /**
     * Codes and decodes a batch.
     *
     * @return the reconstruction
     */
    @Benchmark
    public float[] reconstruct() {
        return model.reconstruct();
    }
}
