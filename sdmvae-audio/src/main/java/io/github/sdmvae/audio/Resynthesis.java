/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

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
@SuppressWarnings("ArrayRecordComponent") // large, only read, and never compared
public record Resynthesis(AudioClip original, float[][] input, float[][] codes, float[][] output, AudioClip sound) {

    /**
     * Sends a recording through a model.
     *
     * @param frontEnd from sound to spectrogram and back
     * @param clip the recording, at the front end's rate
     * @param model a model of the front end's spectrograms
     * @return everything on the way
     * @throws IllegalArgumentException if recording or model do not fit the front end
     */
    public static Resynthesis of(SpeechFrontEnd frontEnd, AudioClip clip, Vae model) {
        Spectrogram spectrogram = frontEnd.analyse(clip);
        float[][] input = spectrogram.power().toRows();
        float[][] codes = model.encode(input);
        float[][] output = model.decode(codes);
        AudioClip sound = frontEnd.resynthesise(spectrogram, Frames.of(output));
        return new Resynthesis(clip, input, codes, output, sound);
    }

    /**
     * Whether a model is one of a front end's spectrograms.
     *
     * @param model any
     * @param frontEnd from sound to spectrogram
     * @return true if it codes as many frequencies and decodes variances
     */
    public static boolean fits(Vae model, SpeechFrontEnd frontEnd) {
        ModelDefinition definition = model.definition();
        return definition.inputSize() == frontEnd.options().stft().bins()
                && definition.likelihood() instanceof Likelihood.ComplexGaussian;
    }

    /**
     * Loads a model and refuses one that is not of this front end's spectrograms.
     *
     * @param file written by {@link Vae#save}
     * @param frontEnd from sound to spectrogram
     * @return the model
     * @throws IOException naming the file, if it cannot be read or does not fit
     */
    public static Vae loadModel(Path file, SpeechFrontEnd frontEnd) throws IOException {
        Vae model = Vae.load(file);
        if (!fits(model, frontEnd)) {
            throw new IOException(file + ": " + misfit(model, frontEnd));
        }
        return model;
    }

    static String misfit(Vae model, SpeechFrontEnd frontEnd) {
        ModelDefinition definition = model.definition();
        return "is no model of speech spectrograms of "
                + frontEnd.options().stft().bins() + " frequencies, but of " + definition.inputSize() + " values with "
                + definition.likelihood();
    }

    /**
     * Makes a clip quieter where it would not fit a 16-bit file.
     *
     * @param clip any
     * @return a clip whose peak is at most 1
     */
    public static AudioClip fitting(AudioClip clip) {
        return clip.peak() > 1 ? clip.normalisePeak(1) : clip;
    }
}
