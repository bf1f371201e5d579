/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.Prior;
import java.util.Map;
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
 * How long a training step takes by prior, on the standard engine at the paper's size. The SDM-VAE is what to compare with: {@code
 * sdm} for one draw, {@code sdm5} for the five of {@code importance5}. Pseudo-inputs send 100 rows more through the encoder.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar PriorBenchmark -jvmArgsAppend -Dsdmvae.threads=1}
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class PriorBenchmark {
    private static final int BATCH = 128;
    private static final int CODE = 32;
    private static final int HIDDEN = 128;
    private static final int DRAWS = 5;

    private static final Map<String, Prior> PRIORS = Map.of(
            "normal", Prior.standardNormal(),
            "laplace", Prior.laplace(),
            "laplaceClosed", Prior.laplace(),
            "cauchy", Prior.cauchy(),
            "cauchyClosed", Prior.cauchy(),
            "student", Prior.studentT(3),
            "mixture", Prior.gaussianMixture(0.5, 1, 0.1),
            "slab", Prior.spikeAndSlab(0.2),
            "pseudoInputs", Prior.pseudoInputs(0.2, 100));

    /** Name of the prior, or of the SDM-VAE with a strategy. */
    @Param({
        "sdm",
        "normal",
        "laplace",
        "laplaceClosed",
        "cauchy",
        "cauchyClosed",
        "student",
        "mixture",
        "slab",
        "pseudoInputs",
        "sdm5",
        "importance5"
    })
    public String prior = "sdm";

    private BenchModel model = new BenchModel(Engines.standard(), 1, 2, 1);

    /** Default constructor, for the harness. */
    public PriorBenchmark() {}

    /** Allocates the model. */
    @Setup
    public void allocate() {
        Prior chosen = PRIORS.getOrDefault(prior, Prior.learnedVariance());
        model = new BenchModel(Engines.standard(), BATCH, CODE, HIDDEN, chosen, strategy());
    }

    private ElboStrategy strategy() {
        return switch (prior) {
            case "laplaceClosed", "cauchyClosed" -> ElboStrategy.closedForm();
            case "sdm5" -> ElboStrategy.sampled(DRAWS);
            case "importance5" -> ElboStrategy.importanceWeighted(DRAWS);
            default -> ElboStrategy.asPublished();
        };
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
