/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Takes noise out of speech, with a trained model as the prior of the speech:
 *
 * <pre>{@code
 * SpeechModel model = SpeechModel.load(Path.of("speech.sdmvae"));
 * Enhancer enhancer = Enhancer.builder(model).noise(NoiseModel.fromPauses(8)).build();
 * Enhancement result = enhancer.enhance(AudioClip.read(Path.of("noisy.wav")));
 * result.speech().withPeakAtMost(1).writeWav16(Path.of("clean.wav"));
 * }</pre>
 *
 * <p>The recording's level is kept, and speech and noise add up to it. The phase of the speech is the recording's.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one enhancer at once. Every call works with
 * {@link FitBuilder#threads} threads of its own: a service that answers many at once sets 1.
 */
public final class Enhancer {
    private final PreparedFit fit;
    private final double residual;

    private Enhancer(SpeechModel speech, FitSettings settings, double residual) {
        this.residual = residual;
        fit = PreparedFit.of(List.of("speech"), List.of(speech), settings);
    }

    /**
     * Starts an enhancer.
     *
     * @param speech a model whose prior is standard normal or has learned variances
     * @return a builder with the defaults
     * @throws IllegalArgumentException naming the prior, if it is another one
     */
    public static Builder builder(SpeechModel speech) {
        return new Builder(speech);
    }

    /**
     * Takes the noise out of a clip, in memory.
     *
     * @param noisy at any rate and level; long enough for the model's transform
     * @return speech and noise, at the clip's rate and level
     * @throws IllegalArgumentException if the clip is too short, naming the least length, or too long for the memory that Java
     *     has, naming both
     * @throws ArithmeticException if a cost is not finite, naming iteration and frame
     */
    public Enhancement enhance(AudioClip noisy) {
        ClipFit.Parts parts = fit.ofClip(noisy, residual).run(noisy);
        AudioClip found = parts.sources().get(0);
        return new Enhancement(found, parts.noise(noisy), parts.shares().get(0), parts.summary());
    }

    /**
     * Takes the noise out of a recording of any length, from file to file in bounded memory: an hour takes 512 MB of memory
     * and 2 GB of disk beside the result for a while. Its samples are those of {@link #enhance(AudioClip)}.
     *
     * @param in of any format that {@link AudioClip#read(Path)} reads, and one channel
     * @param out WAV of 16 bits at the recording's rate; replaced if it exists, at once and only when all is written
     * @return how it went
     * @throws IOException naming the file, if one cannot be read or written, the recording is too short, or is to be its own
     *     result
     * @throws ArithmeticException if a cost is not finite, naming iteration and frame; nothing is written then
     */
    public EnhancedFile enhance(Path in, Path out) throws IOException {
        return enhance(in, out, FileChoices.defaults());
    }

    /**
     * Takes the noise out of a recording of any length, see {@link #enhance(Path, Path)}.
     *
     * @param in of any format that {@link AudioClip#read(Path)} reads
     * @param out WAV; replaced if it exists
     * @param choices channels, floats, noise
     * @return how it went
     * @throws IOException as {@link #enhance(Path, Path)}
     */
    public EnhancedFile enhance(Path in, Path out, FileChoices choices) throws IOException {
        return fit.ofFile(in, choices.channels(), residual).run(in, List.of(out), choices);
    }

    /**
     * The memory that {@link #enhance(AudioClip)} takes; it refuses a clip for which Java does not have it.
     *
     * @param seconds of the clip
     * @param sampleRate of the clip, in Hz
     * @return bytes, about
     */
    public long bytesFor(double seconds, int sampleRate) {
        return ClipFit.bytes(fit.setup(), fit.frontEnd(), seconds, sampleRate);
    }

    @Override
    public String toString() {
        FitSettings settings = fit.setup().settings();
        return "enhancer by " + settings.method() + " with " + settings.noise();
    }

    /** Collects the settings of an {@link Enhancer}. Not thread-safe. */
    public static final class Builder extends FitBuilder<Builder> {
        private final SpeechModel speech;
        private final SourcePrior prior;
        private double residual = Double.NEGATIVE_INFINITY;

        private Builder(SpeechModel speech) {
            this.speech = Objects.requireNonNull(speech, "speech");
            this.prior = SourcePrior.of(speech.vae());
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Leaves some of the noise in, which sounds more natural than none: every share is raised to λ + (1 − λ) share.
         * Default: none.
         *
         * @param decibels 20 log λ, below 0: the level of what is left where there is nothing but noise, −20 for instance;
         *     minus infinity for none
         * @return this builder
         * @throws IllegalArgumentException if it is not below 0
         */
        public Builder residualNoise(double decibels) {
            if (!(decibels < 0)) {
                throw new IllegalArgumentException("residual noise must be below 0 dB, got " + decibels);
            }
            residual = decibels;
            return this;
        }

        /**
         * Makes the enhancer; the builder may be used on.
         *
         * @return the enhancer
         * @throws IllegalArgumentException naming the values, if settings are out of range or do not fit together
         */
        public Enhancer build() {
            FitSettings settings = settings(List.of(prior));
            if (settings.noise().rank() == 0) {
                throw new IllegalArgumentException("an enhancer needs a model of the noise of at least 1 component:"
                        + " NoiseModel.none() is for separating voices");
            }
            return new Enhancer(speech, settings, Math.pow(10, residual / 20));
        }
    }
}
