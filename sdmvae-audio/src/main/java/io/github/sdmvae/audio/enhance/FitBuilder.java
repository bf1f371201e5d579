/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.engine.ThreadSettings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings that {@link Enhancer} and {@link Separator} have in common. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class FitBuilder<B extends FitBuilder<B>> permits Enhancer.Builder, Separator.Builder {
    private static final String THREADS = "sdmvae.threads";
    private static final int STANDARD_COMPONENTS = 8;

    private NoiseModel noise = NoiseModel.nonNegativeFactors(STANDARD_COMPONENTS);
    private PosteriorMethod method = PosteriorMethod.variational();
    private @Nullable CodeVariance codeVariance;
    private NoiseStart start = NoiseStart.noiseFloor();
    private boolean gain;
    private @Nullable Integer iterations;
    private @Nullable StopRule stop;
    private long seed = 1;
    private @Nullable Integer threads;
    private FitListener listener = report -> {};

    FitBuilder() {}

    /** This, as what it is. */
    abstract B self();

    /**
     * The model of the noise. Default: 8 components, found in the mixture; {@link NoiseModel#fromPauses} mostly does better where
     * there are pauses, {@link NoiseModel#learnedFrom} always where there is a recording of the noise.
     *
     * @param model components, learned or not
     * @return this builder
     */
    public B noise(NoiseModel model) {
        noise = Objects.requireNonNull(model, "model");
        return self();
    }

    /**
     * How the codes are found. Default: {@link PosteriorMethod#variational()}, which did best on recordings of real
     * noises.
     *
     * @param choice with its settings
     * @return this builder
     */
    public B method(PosteriorMethod choice) {
        method = Objects.requireNonNull(choice, "choice");
        return self();
    }

    /**
     * The variance of the codes, for models with learned variances. Default: see {@link CodeVariance}.
     *
     * @param choice per frame, shared, 1, or under a prior
     * @return this builder
     */
    public B codeVariance(CodeVariance choice) {
        codeVariance = Objects.requireNonNull(choice, "choice");
        return self();
    }

    /**
     * Where the noise starts. Default: {@link NoiseStart#noiseFloor()}.
     *
     * @param choice noise floor or uniform
     * @return this builder
     */
    public B start(NoiseStart choice) {
        start = Objects.requireNonNull(choice, "choice");
        return self();
    }

    /**
     * Whether every frame of a source has a gain of its own. Default: no. For recordings whose voice is far below the peak.
     *
     * @param wanted whether
     * @return this builder
     */
    public B gainPerFrame(boolean wanted) {
        gain = wanted;
        return self();
    }

    /**
     * Iterations of expectation and maximisation. Default: 40; 60 for the fixed encoder.
     *
     * @param count at most so many, 1 to 100,000
     * @return this builder
     */
    public B iterations(int count) {
        iterations = count;
        return self();
    }

    /**
     * When to stop before. Default: never; the end of a likelihood says little about the speech.
     *
     * @param rule for instance {@link StopRule#settled()}
     * @return this builder
     */
    public B stop(StopRule rule) {
        stop = Objects.requireNonNull(rule, "rule");
        return self();
    }

    /**
     * The seed of all draws. Default: 1.
     *
     * @param value the same seed gives the same bytes, whatever the number of threads
     * @return this builder
     */
    public B seed(long value) {
        seed = value;
        return self();
    }

    /**
     * Threads to work with. Default: the system property {@code sdmvae.threads}, else one per core. The result does not
     * depend on it.
     *
     * @param count 1 to 1024
     * @return this builder
     */
    public B threads(int count) {
        threads = count;
        return self();
    }

    /**
     * Who is told of every iteration. Default: nobody.
     *
     * @param told in the calling thread
     * @return this builder
     */
    public B listener(FitListener told) {
        listener = Objects.requireNonNull(told, "told");
        return self();
    }

    /** What was collected, checked against the sources' priors. */
    FitSettings settings(List<SourcePrior> priors) {
        method.check();
        if (method.needsFramesAlone() && priors.stream().anyMatch(SourcePrior::isOverTime)) {
            throw new IllegalArgumentException(
                    "not yet supported: " + method + " with a model of time, whose frames are"
                            + " not independent; use PosteriorMethod.variational() or PosteriorMethod.pointEstimate()");
        }
        priors.forEach(prior -> CodeVariance.of(prior, method, codeVariance).check(prior, method));
        requireEffect(priors);
        int count = iterations == null ? method.defaultIterations() : iterations;
        Sampling.requireCount("iterations", count);
        int cores = Runtime.getRuntime().availableProcessors();
        int workers = threads == null ? ThreadSettings.read(THREADS, cores) : ThreadSettings.check("threads", threads);
        return new FitSettings(noise, method, codeVariance, start, gain, count, stop, seed, workers, listener);
    }

    private void requireEffect(List<SourcePrior> priors) {
        boolean learned = priors.stream().anyMatch(SourcePrior::learnsVariance);
        if (codeVariance != null && codeVariance != CodeVariance.standardNormal() && !learned) {
            throw new IllegalArgumentException("the codes of a model with a standard normal prior have the variance 1: "
                    + "CodeVariance." + codeVariance + " is for models with learned variances; leave codeVariance out");
        }
    }
}
