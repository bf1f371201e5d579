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
 * How long a training step of the SDM-VAE takes, noise and optimiser included, by engine and size. The floor is
 * {@link ProductsBenchmark} at the same size.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar StepBenchmark} for the paper's size; others with, for instance,
 * {@code -p batch=1,32,128,1024,4096 -p code=16,64,256 -p hidden=64,128,1024}. Threads: {@code
 * -jvmArgsAppend -Dsdmvae.threads=1}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class StepBenchmark {
    /** Name of the engine. */
    @Param({"cpu", "nd4j"})
    public String engine = "cpu";

    /** Rows per step. */
    @Param("128")
    public int batch;

    /** m = k. */
    @Param("32")
    public int code;

    /** Size of the hidden layers. */
    @Param("128")
    public int hidden;

    private BenchModel model = new BenchModel(Engines.standard(), 1, 2, 1);

    /** Default constructor, for the harness. */
    public StepBenchmark() {}

    /** Allocates the model. */
    @Setup
    public void allocate() {
        Engine chosen = BenchModel.engine(engine);
        model = new BenchModel(chosen, batch, code, hidden);
    }

    /**
     * One step.
     *
     * @return its loss
     */
    @Benchmark
    public double step() {
        return model.step();
    }
}
