/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.Likelihood;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One recording through a model: coded by the mean, decoded to variances, back to sound with the recording's own phase.
 *
 * @param original the recording
 * @param input its power spectrogram, frames × bins
 * @param codes frames × k
 * @param output decoded variances, frames × bins
 * @param sound the resynthesised recording
 */
@SuppressWarnings("ArrayRecordComponent") // large, only read here, and never compared
record Resynthesis(AudioClip original, float[][] input, float[][] codes, float[][] output, AudioClip sound) {

    static Resynthesis of(SpeechFrontEnd frontEnd, AudioClip clip, Vae model) {
        Spectrogram spectrogram = frontEnd.analyse(clip);
        float[][] input = FrameArrays.rows(spectrogram.power());
        float[][] codes = model.encode(input);
        float[][] output = model.decode(codes);
        AudioClip sound = frontEnd.resynthesise(spectrogram, Frames.of(output));
        return new Resynthesis(clip, input, codes, output, sound);
    }

    /** Loads a model and refuses one that is not of this front end's spectrograms. */
    static Vae loadModel(Path file, SpeechFrontEnd frontEnd) throws IOException {
        Vae model = Vae.load(file);
        ModelDefinition definition = model.definition();
        int bins = frontEnd.options().stft().bins();
        if (definition.inputSize() != bins || !(definition.likelihood() instanceof Likelihood.ComplexGaussian)) {
            throw new IOException(file + ": is no model of speech spectrograms of " + bins + " frequencies, but of "
                    + definition.inputSize() + " values with " + definition.likelihood());
        }
        return model;
    }

    /** Quieter where the sound would not fit a 16-bit file. */
    static AudioClip fitting(AudioClip clip) {
        return clip.peak() > 1 ? clip.normalisePeak(1) : clip;
    }
}
