/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Channels;
import io.github.sdmvae.audio.SampleReader;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.VoiceActivity;
import io.github.sdmvae.audio.enhance.CodeVariance;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.FitBuilder;
import io.github.sdmvae.audio.enhance.NoiseModel;
import io.github.sdmvae.audio.enhance.NoiseStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an enhancer is to be made of a model.
 *
 * @param method how the codes are found
 * @param components of the noise, found in the mixture
 * @param spectra where spectra of the noise are learned from, beside or instead of that
 * @param variance of the codes; null for what the model's prior asks for
 * @param start of the noise
 * @param gain whether every frame has one
 * @param iterations null for the method's own number
 * @param free components beside those from pauses; null for as many
 * @param residual noise that is left in, dB below what it was; null for none
 */
record Recipe(
        MethodName method,
        int components,
        Spectra spectra,
        @Nullable Variance variance,
        NoiseStart start,
        boolean gain,
        @Nullable Integer iterations,
        @Nullable Integer free,
        @Nullable Double residual) {
    static final int COMPONENTS = 8;
    /** Seconds of noise without voice that something can be learned from. */
    private static final double LEAST_PAUSES = 0.5;

    private static final int BEGINNING_SECONDS = 300;

    /** A mixture that need not be in memory. */
    @FunctionalInterface
    interface Recording {
        AudioClip clip() throws IOException;
    }

    /** Where spectra of the noise come from. */
    enum Spectra {
        /** The mixture alone. */
        MIXTURE,
        /** Pauses of the voice, where there are any. */
        PAUSES,
        /** A recording of the noise. */
        RECORDING
    }

    /** Choices for the variance of the codes. */
    enum Variance {
        FRAME,
        SHARED,
        ONE,
        HYPER;

        CodeVariance choice() {
            return switch (this) {
                case FRAME -> CodeVariance.perFrame();
                case SHARED -> CodeVariance.shared();
                case ONE -> CodeVariance.standardNormal();
                case HYPER -> CodeVariance.inverseGamma(1, 0.1);
            };
        }
    }

    Recipe {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(spectra, "spectra");
        Objects.requireNonNull(start, "start");
    }

    static Recipe of(MethodName method) {
        return new Recipe(method, COMPONENTS, Spectra.MIXTURE, null, NoiseStart.noiseFloor(), false, null, null, null);
    }

    Recipe withComponents(int count) {
        return new Recipe(method, count, spectra, variance, start, gain, iterations, free, residual);
    }

    Recipe withSpectra(Spectra from) {
        return new Recipe(method, components, from, variance, start, gain, iterations, free, residual);
    }

    Recipe withVariance(@Nullable Variance choice) {
        return new Recipe(method, components, spectra, choice, start, gain, iterations, free, residual);
    }

    Recipe withStart(NoiseStart from) {
        return new Recipe(method, components, spectra, variance, from, gain, iterations, free, residual);
    }

    Recipe withGain(boolean wanted) {
        return new Recipe(method, components, spectra, variance, start, wanted, iterations, free, residual);
    }

    Recipe withIterations(@Nullable Integer count) {
        return new Recipe(method, components, spectra, variance, start, gain, count, free, residual);
    }

    Recipe withFree(@Nullable Integer count) {
        return new Recipe(method, components, spectra, variance, start, gain, iterations, count, residual);
    }

    Recipe withResidual(@Nullable Double decibels) {
        return new Recipe(method, components, spectra, variance, start, gain, iterations, free, decibels);
    }

    /**
     * A builder with these settings.
     *
     * @param model of the speech
     * @param noisy the mixture, asked for if pauses are to be looked for
     * @param noise recording of the noise; null if there is none
     */
    Enhancer.Builder builder(SpeechModel model, Recording noisy, @Nullable AudioClip noise) throws IOException {
        Enhancer.Builder builder = Enhancer.builder(model).noise(noiseModel(noisy, noise));
        settle(builder);
        if (residual != null) {
            builder.residualNoise(residual);
        }
        return builder;
    }

    /** Gives a builder all settings but those of the noise. */
    void settle(FitBuilder<?> builder) {
        builder.method(method.method());
        builder.start(start);
        builder.gainPerFrame(gain);
        if (variance != null) {
            builder.codeVariance(variance.choice());
        }
        if (iterations != null) {
            builder.iterations(iterations);
        }
    }

    private NoiseModel noiseModel(Recording noisy, @Nullable AudioClip noise) throws IOException {
        return switch (spectra) {
            case MIXTURE -> NoiseModel.nonNegativeFactors(components);
            case RECORDING -> NoiseModel.learnedFrom(Objects.requireNonNull(noise, "noise"), components);
            case PAUSES -> {
                Optional<AudioClip> pauses = pauses(noisy.clip());
                int beside = free == null ? components : free;
                yield pauses.isPresent()
                        ? NoiseModel.learnedFrom(pauses.get(), components).withFreeComponents(beside)
                        : NoiseModel.nonNegativeFactors(components);
            }
        };
    }

    /** Noise without voice, if there is enough of it. */
    static Optional<AudioClip> pauses(AudioClip noisy) {
        return VoiceActivity.of(noisy).noise(LEAST_PAUSES).filter(clip -> clip.peak() > 0);
    }

    /** The first five minutes of a file: enough to look for pauses in. */
    static AudioClip beginning(Path file, Channels channels) throws IOException {
        try (SampleReader reader = SampleReader.open(file, channels)) {
            double[] samples = new double[BEGINNING_SECONDS * reader.sampleRate()];
            int length = reader.read(samples);
            if (length == 0) {
                throw new IOException(file + ": holds no sample");
            }
            return AudioClip.of(Arrays.copyOf(samples, length), reader.sampleRate());
        }
    }
}
