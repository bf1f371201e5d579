/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

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
 * How long the matrix products of a training step and of a reconstruction take alone, on one thread: the floor of
 * {@link StepBenchmark} and {@link InferenceBenchmark} at the same size.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar ProductsBenchmark} for the paper's size; others as for
 * {@link StepBenchmark}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ProductsBenchmark {
    /** Rows per step. */
    @Param("128")
    public int batch;

    /** m = k. */
    @Param("32")
    public int code;

    /** Size of the hidden layers. */
    @Param("128")
    public int hidden;

    private BareProducts products = new BareProducts(1, 1, 1);

    /** Default constructor, for the harness. */
    public ProductsBenchmark() {}

    /** Allocates the matrices. */
    @Setup
    public void allocate() {
        products = new BareProducts(batch, code, hidden);
    }

    /** The 13 products of a step. */
    @Benchmark
    public void step() {
        products.step();
    }

    /** The 5 products of a reconstruction. */
    @Benchmark
    public void reconstruction() {
        products.forward();
    }
}
