/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether codes that die out slow training down. First the optimiser over 144,000 weights whose gradients are of usual
 * size, or so small that they, their squares and the moments are denormal numbers. Then a whole step of a model whose
 * codes are alive, or dead with values, products, gradients and moments that are denormal (or would be, were they not
 * flushed); it keeps its weights, so that it stays so.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar DyingCodesBenchmark -jvmArgsAppend -Dsdmvae.threads=1}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class DyingCodesBenchmark {
    private static final int WEIGHTS = 144_000;

    /** Default constructor, for the harness. */
    public DyingCodesBenchmark() {}

    /** What the optimiser works on. */
    @State(Scope.Thread)
    public static class Weights {
        /** Name of the engine. */
        @Param({"cpu", "nd4j"})
        public String engine = "cpu";

        /** Size of every gradient: usual, with denormal squares, and denormal. */
        @Param({"1e-3", "1e-21", "1e-40"})
        public float gradientSize;

        private KernelEngine chosen = CpuEngine.shared();
        private Tensor parameters = chosen.allocate(1, 1);
        private Tensor gradient = parameters;
        private Tensor firstMoment = parameters;
        private Tensor secondMoment = parameters;
        private long steps;

        /** Default constructor, for the harness. */
        public Weights() {}

        /** Starts afresh, so that every iteration sees the same moments. */
        @Setup(Level.Iteration)
        public void start() {
            chosen = (KernelEngine) BenchModel.engine(engine);
            float[] gradients = new float[WEIGHTS];
            Arrays.fill(gradients, gradientSize);
            parameters = chosen.allocate(1, WEIGHTS);
            gradient = chosen.allocate(1, WEIGHTS);
            gradient.write(gradients, 0);
            firstMoment = chosen.allocate(1, WEIGHTS);
            secondMoment = chosen.allocate(1, WEIGHTS);
            steps = 0;
        }
    }

    /** A model. */
    @State(Scope.Thread)
    public static class Codes {
        /** Name of the engine. */
        @Param({"cpu", "nd4j"})
        public String engine = "cpu";

        /** What became of the codes. */
        @Param({"alive", "dead"})
        public String codes = "alive";

        private BenchModel model = new BenchModel(Engines.standard(), 1, 2, 1);

        /** Default constructor, for the harness. */
        public Codes() {}

        /** Makes a model of the paper's size. */
        @Setup
        public void model() {
            model = new BenchModel(BenchModel.engine(engine), 128, 32, 128);
            model.keepWeights();
            if (codes.equals("dead")) {
                model.killCodes();
            }
        }
    }

    /**
     * One update.
     *
     * @param weights what is updated
     */
    @Benchmark
    public void adam(Weights weights) {
        AdamStep step = new AdamStep(1e-4, 0.9, 0.999, 1e-8, ++weights.steps, 1);
        weights.chosen.adam(step, weights.parameters, weights.gradient, weights.firstMoment, weights.secondMoment);
    }

    /**
     * One step.
     *
     * @param codes the model
     * @return its loss
     */
    @Benchmark
    public double step(Codes codes) {
        return codes.model.step();
    }
}
