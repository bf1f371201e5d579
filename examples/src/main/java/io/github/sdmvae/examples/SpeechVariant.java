/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The models that the main example compares. */
enum SpeechVariant {
    /** The plain VAE. */
    VAE,
    /** Sparse codes without a dictionary. */
    SDM_IDENTITY,
    /** Sparse codes of DCT atoms. */
    SDM_DCT;

    /** Sizes of a comparison: hidden layers, m, and k of the DCT. */
    @SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
    record Sizes(int[] hidden, int latent, int atoms, long seed) {}

    /** The name on the command line and in file names. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title(ModelDefinition definition) {
        return switch (this) {
            case VAE -> "VAE";
            case SDM_IDENTITY -> "SDM-VAE, D = I";
            case SDM_DCT -> "SDM-VAE, DCT k = " + definition.codeSize();
        };
    }

    ModelDefinition definition(int inputSize, Sizes sizes) {
        return ModelDefinition.builder()
                .inputSize(inputSize)
                .hidden(sizes.hidden())
                .dictionary(
                        this == SDM_DCT
                                ? Dictionary.dct(sizes.latent(), sizes.atoms())
                                : Dictionary.identity(sizes.latent()))
                .prior(this == VAE ? Prior.standardNormal() : Prior.learnedVariance())
                .likelihood(Likelihood.complexGaussian())
                .seed(sizes.seed())
                .build();
    }

    static SpeechVariant of(String id) {
        return Arrays.stream(values())
                .filter(model -> model.id().equalsIgnoreCase(id.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a model must be one of "
                        + Arrays.stream(values()).map(SpeechVariant::id).collect(Collectors.joining(", ")) + ", got "
                        + id));
    }
}
