/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import java.io.IOException;
import java.nio.file.Path;

/** A model that has learned nothing: for what programs do around it. */
final class TinyModel {
    private TinyModel() {}

    static Path write(Path file) throws IOException {
        return write(file, 1);
    }

    static Path write(Path file, long seed) throws IOException {
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(513)
                .hidden(4)
                .latentSize(3)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.complexGaussian())
                .seed(seed)
                .build();
        Vae vae = Vae.of(definition, ModelState.initial(definition));
        SpeechModel.of(vae, SpeechFrontEnd.of(SpeechOptions.defaults())).save(file);
        return file;
    }
}
