/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.cuda.CudaEngine;
import io.github.sdmvae.cuda.StepProfile;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.model.ModelDefinition;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Each kernel of a step on the card, and the products, in a recording of many so that launches cost nothing: device time.
 * The floor is {@code empty}, a kernel that does one thread's work.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar CudaKernelBenchmark -p batch=128,1024,4096,16384 -p hidden=32,128,512}. Single
 * products have names of their own, for instance {@code product 128 x 513 x 128}, that depend on both: an unknown name is answered
 * with those there are. {@code upload} brings a batch from page-locked memory.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class CudaKernelBenchmark {
    /** What to time; see {@link StepProfile#names()}. */
    @Param({
        "empty",
        "gather_rows",
        "bias_activation",
        "derive_and_sum",
        "noise",
        "code_sample",
        "code_backward",
        "likelihood",
        "sum_terms",
        "square_sums",
        "adam",
        "products",
        "upload",
        "step"
    })
    public String kernel = "empty";

    /** Rows. */
    @Param("128")
    public int batch;

    /** Size of the hidden layers. */
    @Param("128")
    public int hidden;

    private StepProfile profile = StepProfile.none();

    /** Default constructor, for the harness. */
    public CudaKernelBenchmark() {}

    /** Records it. */
    @Setup(Level.Trial)
    public void record() {
        ModelDefinition model = ModelDefinition.builder()
                .inputSize(BenchModel.INPUT)
                .hidden(hidden)
                .latentSize(32)
                .build();
        profile = StepProfile.of((CudaEngine) Engines.named("cuda"), model, batch);
        profile.choose(kernel);
    }

    /** Runs it. */
    @Benchmark
    @OperationsPerInvocation(StepProfile.TIMES)
    public void run() {
        profile.run();
    }

    /** Frees it. */
    @TearDown(Level.Trial)
    public void close() {
        profile.close();
    }
}
