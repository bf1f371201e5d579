/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.cpu.CpuEngine;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.engine.kernels.CodeStep;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.LikelihoodStep;
import io.github.sdmvae.engine.kernels.LikelihoodTensors;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.CodePass;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How far each kernel of the fused engine is from its floor at the paper's size (128 rows of 513, hidden 128, code 32):
 * the bare products for layers, the copy of as many bytes for passes over arrays.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar KernelBenchmark -jvmArgsAppend -Dsdmvae.threads=1}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class KernelBenchmark {
    private static final int ROWS = 128;
    private static final int WIDTH = BenchModel.INPUT;
    private static final int HIDDEN = 128;
    private static final int CODE = 32;
    private static final int WEIGHTS = 144_000;

    private final KernelEngine engine = CpuEngine.shared();
    private final BareProducts bare = new BareProducts(ROWS, CODE, HIDDEN);
    private final LikelihoodTensors likelihood = new LikelihoodTensors(engine, ROWS, 1, WIDTH, 1);
    private final LikelihoodStep likelihoodStep = engine.likelihood(Likelihood.complexGaussian(), likelihood);
    private final CodeTensors code =
            new CodeTensors(engine, Prior.learnedVariance().shape(CODE), ROWS, 1, engine.allocate(1, CODE + 1));
    private final CodeStep codeStep =
            engine.code(new CodeRule(Prior.learnedVariance(), GammaUpdate.closedForm(), false, false), code);
    private final CodePass pass = new CodePass(0, 0.01);
    private final Tensor x = random(ROWS, WIDTH);
    private final Tensor weight = random(WIDTH, HIDDEN);
    private final Tensor bias = random(1, HIDDEN);
    private final Tensor hidden = random(ROWS, HIDDEN);
    private final Tensor dHidden = random(ROWS, HIDDEN);
    private final Tensor dWeight = random(WIDTH, HIDDEN);
    private final Tensor dBias = random(1, HIDDEN);
    private final Tensor dx = random(ROWS, WIDTH);
    private final Tensor parameters = random(1, WEIGHTS);
    private final Tensor gradient = random(1, WEIGHTS);
    private final Tensor firstMoment = engine.allocate(1, WEIGHTS);
    private final Tensor secondMoment = engine.allocate(1, WEIGHTS);
    private final float[] from = new float[WEIGHTS];
    private final float[] to = new float[WEIGHTS];
    private final float[] noise = new float[ROWS * CODE];
    private long steps;

    /** Default constructor, for the harness. */
    public KernelBenchmark() {
        fill(likelihood.x());
        fill(likelihood.output());
        fill(code.heads());
        fill(code.noise());
    }

    private Tensor random(int rows, int columns) {
        return fill(engine.allocate(rows, columns));
    }

    private static Tensor fill(Tensor tensor) {
        float[] values = new float[tensor.length()];
        CounterNoise.normal(1, 0, values, 0, values.length);
        tensor.write(values, 0);
        return tensor;
    }

    /** The products of a step alone: the floor of the whole step on one thread. */
    @Benchmark
    public void products() {
        bare.step();
    }

    /** The product of {@link #dense}. */
    @Benchmark
    public void denseProduct() {
        bare.layer();
    }

    /** The products of {@link #denseBackward}. */
    @Benchmark
    public void denseBackwardProducts() {
        bare.layerBackward();
    }

    /** A layer of 513 to 128 with tanh. */
    @Benchmark
    public void dense() {
        engine.dense(x, weight, bias, Activation.TANH, hidden);
    }

    /** Its gradients, the one of its input too. */
    @Benchmark
    public void denseBackward() {
        engine.denseBackward(x, weight, hidden, Activation.TANH, dHidden, dWeight, dBias, dx);
    }

    /** Codes, γ and divergence with gradient. */
    @Benchmark
    public void sampleCode() {
        codeStep.sample(pass);
    }

    /** Loss and gradient of 128 × 513 values. */
    @Benchmark
    public void likelihood() {
        likelihoodStep.evaluate(0.01);
    }

    /** The update of 144,000 weights. */
    @Benchmark
    public void adam() {
        engine.adam(new AdamStep(1e-4, 0.9, 0.999, 1e-8, ++steps, 1), parameters, gradient, firstMoment, secondMoment);
    }

    /** The noise of a step, 4,096 normal numbers. */
    @Benchmark
    public void noise() {
        CounterNoise.normal(++steps, 0, noise, 0, noise.length);
    }

    /** The copy of 144,000 values: {@link #adam} reads four such arrays and writes three. */
    @Benchmark
    public void copyOfWeights() {
        System.arraycopy(from, 0, to, 0, WEIGHTS);
    }

    /** The copy of 128 × 513 values: {@link #likelihood} reads two such arrays and writes one. */
    @Benchmark
    public void copyOfBatch() {
        System.arraycopy(from, 0, to, 0, ROWS * WIDTH);
    }
}
