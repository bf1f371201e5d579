/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.enhance.NoiseStart;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.enhance.Recipe.Variance;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How mixtures are taken apart: what {@code Enhance} and {@code Separate} share. */
final class RecipeOptions {
    @Option(
            names = "--method",
            paramLabel = "NAME",
            description = "mh, langevin, mala, point, variational or fixed. Default: the one that did best.")
    private String method = Defaults.METHOD.id();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Iterations of expectation and maximisation. Default: 40; 60 for fixed.")
    private @Nullable Integer iterations;

    @Option(
            names = "--gamma",
            paramLabel = "NAME",
            description = "Variance of the codes, for models that learn it: frame, shared, one (1), hyper (under an"
                    + " inverse-Gamma prior). Default: frame; shared for point.")
    private @Nullable Variance variance;

    @Option(
            names = "--start",
            paramLabel = "NAME",
            defaultValue = "floor",
            description = "Where the noise starts: floor (its own), uniform (as published). Default: ${DEFAULT-VALUE}.")
    private String start = "floor";

    @Option(
            names = "--gain",
            description = "A gain for every frame of speech, for voices far below the recording's peak.")
    private boolean gain;

    Recipe recipe(int components, Spectra spectra) {
        return Recipe.of(MethodName.of(method.toLowerCase(Locale.ROOT)))
                .withComponents(components)
                .withSpectra(spectra)
                .withVariance(variance)
                .withStart(start())
                .withGain(gain)
                .withIterations(iterations);
    }

    private NoiseStart start() {
        return switch (start.toLowerCase(Locale.ROOT)) {
            case "floor" -> NoiseStart.noiseFloor();
            case "uniform" -> NoiseStart.uniform();
            default -> throw new IllegalArgumentException("--start must be floor or uniform, got " + start);
        };
    }
}
