/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.enhance.CodeVariance;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.FitBuilder;
import io.github.sdmvae.audio.enhance.NoiseModel;
import io.github.sdmvae.audio.enhance.NoiseStart;
import java.util.Objects;
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
     * @param noise recording of the noise; null if there is none
     */
    Enhancer.Builder builder(SpeechModel model, @Nullable AudioClip noise) {
        Enhancer.Builder builder = Enhancer.builder(model).noise(noiseModel(noise));
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

    private NoiseModel noiseModel(@Nullable AudioClip noise) {
        return switch (spectra) {
            case MIXTURE -> NoiseModel.nonNegativeFactors(components);
            case RECORDING -> NoiseModel.learnedFrom(Objects.requireNonNull(noise, "noise"), components);
            case PAUSES -> NoiseModel.fromPauses(components).withFreeComponents(free == null ? components : free);
        };
    }
}
