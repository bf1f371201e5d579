/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long an epoch of the trainer takes, validation included, and a quarter of start and end: four epochs at the paper's size, batch 128,
 * an eighth of the speech that the README's results are from (19,582 frames to train on, 3,643 to validate). At its end a training
 * codes all its data once more, for the mean variances that generating needs: in a training of one epoch that would be a fifth of it.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar EpochBenchmark}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@State(Scope.Thread)
public class EpochBenchmark {
    /** What part of the speech it is. */
    static final int PART = 8;

    static final int TRAIN = 19_582;
    static final int VALIDATION = 3_643;
    static final int BATCH = 128;
    static final int EPOCHS = 4;

    /** Name of the engine. */
    @Param({"cpu", "nd4j"})
    public String engine = "cpu";

    private final Frames train = Frames.wrap(powers(TRAIN), BenchModel.INPUT, "noise");
    private final Frames validation = Frames.wrap(powers(VALIDATION), BenchModel.INPUT, "noise");
    private final ModelDefinition definition = ModelDefinition.builder()
            .inputSize(BenchModel.INPUT)
            .hidden(128)
            .dictionary(Dictionary.identity(32))
            .prior(Prior.learnedVariance())
            .likelihood(Likelihood.complexGaussian())
            .build();

    /** Default constructor, for the harness. */
    public EpochBenchmark() {}

    static float[] powers(int rows) {
        float[] values = new float[rows * BenchModel.INPUT];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (-0.1 * Math.log(CounterNoise.uniform(3, i)));
        }
        return values;
    }

    /**
     * Some epochs.
     *
     * @return their result
     */
    @Benchmark
    @OperationsPerInvocation(EPOCHS)
    public TrainingResult epochs() {
        Trainer trainer = Trainer.builder()
                .engine(BenchModel.engine(engine))
                .epochs(EPOCHS)
                .batchSize(BATCH)
                .learningRate(1e-4)
                .build();
        return trainer.fit(definition, train, validation);
    }
}
