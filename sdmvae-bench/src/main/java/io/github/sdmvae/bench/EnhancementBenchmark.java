/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.audio.enhance.Enhancement;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.PosteriorMethod;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
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
 * How long it takes to enhance 10 seconds of noisy speech, at the paper's size, by each method at its defaults and by
 * Metropolis and Hastings as published: 10,000 / result is how many times as fast as the sound it is. On the reference engine
 * the same goes operation by operation.
 *
 * <p>{@code java -jar sdmvae-bench/target/benchmarks.jar EnhancementBenchmark -p threads=1,2}
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(1)
@State(Scope.Thread)
public class EnhancementBenchmark {
    private static final int SECONDS = 10;
    private static final int RATE = 16_000;

    /** Name of the engine. */
    @Param({"cpu", "nd4j"})
    public String engine = "cpu";

    /** Name of the method. */
    @Param({"metropolis", "published", "langevin", "mala", "point", "variational", "fixed"})
    public String method = "metropolis";

    /** Threads over tiles. */
    @Param("2")
    public int threads = 2;

    private AudioClip noisy = AudioClip.of(new double[1], RATE);
    private Enhancer enhancer = enhancer();

    /** Default constructor, for the harness. */
    public EnhancementBenchmark() {}

    /** Makes recording and model; speed does not depend on whether it is trained. */
    @Setup(Level.Trial)
    public void allocate() {
        noisy = AudioClip.of(BundledSpeech.withNoise(BundledSpeech.speech(SECONDS, RATE)), RATE);
        enhancer = enhancer();
    }

    private Enhancer enhancer() {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(BenchModel.INPUT)
                .dictionary(Dictionary.identity(32))
                .prior(Prior.standardNormal())
                .build();
        Vae model = Vae.of(definition, ModelState.initial(definition), BenchModel.engine(engine));
        SpeechModel speech = SpeechModel.of(model, SpeechFrontEnd.of(SpeechOptions.defaults()));
        Enhancer.Builder builder = Enhancer.builder(speech).method(chosen()).threads(threads);
        return (method.equals("published") ? builder.iterations(100) : builder).build();
    }

    private PosteriorMethod chosen() {
        return switch (method) {
            case "metropolis" -> PosteriorMethod.metropolisHastings();
            case "published" ->
                PosteriorMethod.metropolisHastings()
                        .sweeps(40)
                        .keep(10)
                        .adapting(false)
                        .lastChain(100, 25);
            case "langevin" -> PosteriorMethod.langevin();
            case "mala" -> PosteriorMethod.mala();
            case "point" -> PosteriorMethod.pointEstimate();
            case "variational" -> PosteriorMethod.variational();
            case "fixed" -> PosteriorMethod.fixedEncoder();
            default -> throw new IllegalArgumentException("there is no method '" + method + "'");
        };
    }

    /**
     * Enhances the recording.
     *
     * @return speech and noise
     */
    @Benchmark
    public Enhancement enhance() {
        return enhancer.enhance(noisy);
    }
}
