/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long a training step takes as the trainer asks for them: 100 in a row before anybody wants to hear of their terms.
 * {@link StepBenchmark} waits for every one.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar QueuedStepsBenchmark -p engine=cuda,cpu -p batch=128,1024,4096}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class QueuedStepsBenchmark {
    private static final int STEPS = 100;

    /** Name of the engine. */
    @Param("cpu")
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
    public QueuedStepsBenchmark() {}

    /** Allocates the model. */
    @Setup
    public void allocate() {
        model = new BenchModel(BenchModel.engine(engine), batch, code, hidden);
    }

    /**
     * 100 steps.
     *
     * @return the loss of the last
     */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public double steps() {
        return model.steps(STEPS);
    }
}
