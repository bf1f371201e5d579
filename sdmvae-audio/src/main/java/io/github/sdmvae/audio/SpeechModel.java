/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.Extensions;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A model of speech spectrograms and the front end that it was trained with, in one file: sound goes in, codes or sound
 * come out.
 *
 * <pre>{@code
 * SpeechModel model = SpeechModel.of(trainer.fit(definition, train, validation), speech);
 * model.save(Path.of("speech.sdmvae"));
 *
 * SpeechModel again = SpeechModel.load(Path.of("speech.sdmvae"));
 * AudioClip clip = again.frontEnd().load(Path.of("recording.wav"));
 * float[][] codes = again.encode(clip);
 * }</pre>
 *
 * <p>The model sees every clip at the level of its training data, a peak of 1, and gives sound back at the clip's own
 * level. Clips are never trimmed. Their rate must be the model's; {@link SpeechFrontEnd#load} resamples.
 *
 * <p>The file is that of {@link Vae#save} with the front end (rate, window, hop, padding, normalisation, trimming) as a
 * note; {@link Vae#load} reads it, too. What to do with recordings of several channels or unreadable ones is no part of it.
 *
 * <p><b>Thread rule:</b> immutable; any number of threads may use one model at once.
 */
public final class SpeechModel {
    /** Name of the note in which the front end is kept. */
    private static final String NOTE = "frontEnd";

    private final Vae vae;
    private final SpeechFrontEnd frontEnd;

    private SpeechModel(Vae vae, SpeechFrontEnd frontEnd) {
        this.vae = vae;
        this.frontEnd = frontEnd;
    }

    /**
     * A model with the front end that it was trained with.
     *
     * @param vae a model of power spectrograms
     * @param frontEnd from sound to spectrogram
     * @return both
     * @throws IllegalArgumentException naming both sides, if the model takes rows of another width than the transform
     *     gives, its likelihood is not one of power spectra, or it carries another front end already
     */
    public static SpeechModel of(Vae vae, SpeechFrontEnd frontEnd) {
        requireFit(vae.definition(), frontEnd.options().stft());
        String given = FrontEndJson.write(frontEnd.options());
        Optional<SpeechFrontEnd> own = frontEndOf(vae);
        if (own.isPresent() && !FrontEndJson.write(own.get().options()).equals(given)) {
            throw new IllegalArgumentException("the model has a front end of its own, "
                    + FrontEndJson.write(own.get().options()) + ", the given one is " + given
                    + ": use SpeechModel.of(vae), or train a model for the other front end");
        }
        return new SpeechModel(vae.withNote(NOTE, given), frontEnd);
    }

    /**
     * A trained model with the front end of the folder that it was trained on.
     *
     * @param training on frames of the folder
     * @param folder of recordings
     * @return the training's model with the folder's front end
     * @throws IllegalArgumentException naming both sides, if the model does not fit, see {@link #of(Vae, SpeechFrontEnd)}
     */
    public static SpeechModel of(TrainingResult training, SpeechFolder folder) {
        return of(training.model(), folder.frontEnd());
    }

    /**
     * A model that carries its front end.
     *
     * @param vae of a speech model, for instance loaded with {@link Vae#load(Path, Extensions)}
     * @return both
     * @throws IllegalArgumentException if it has none, or one that cannot be read or does not fit
     */
    public static SpeechModel of(Vae vae) {
        return of(
                vae,
                frontEndOf(vae)
                        .orElseThrow(() -> new IllegalArgumentException("the model does not know its front end (a"
                                + " plain model, or one of an older version): give it with SpeechModel.of(vae, frontEnd)"
                                + " or SpeechModel.load(file, frontEnd)")));
    }

    /**
     * The front end that a model carries.
     *
     * @param vae any model
     * @return empty for a plain model
     * @throws IllegalArgumentException if what it carries cannot be read, saying why
     */
    public static Optional<SpeechFrontEnd> frontEndOf(Vae vae) {
        String note = vae.notes().get(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(SpeechFrontEnd.of(FrontEndJson.read(note)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the model's front end cannot be used: " + e.getMessage(), e);
        }
    }

    private static void requireFit(ModelDefinition definition, StftConfig stft) {
        if (definition.inputSize() != stft.bins()) {
            throw new IllegalArgumentException("the model takes rows of " + definition.inputSize()
                    + " values, the front end's transform gives " + stft.bins() + " frequencies (window "
                    + stft.window() + "): they must be equal");
        }
        if (!definition.likelihood().isOfPower()) {
            throw new IllegalArgumentException("the front end gives power spectra, the model's likelihood is "
                    + definition.likelihood() + ": sound can be made of a likelihood of power spectra only, such as"
                    + " Likelihood.complexGaussian()");
        }
    }

    /**
     * Reads a speech model whose parts are all the library's own.
     *
     * @param file written by {@link #save}
     * @return the model with its front end
     * @throws IOException naming the file, if it cannot be read, is no model, or a plain model that does not know its
     *     front end
     */
    public static SpeechModel load(Path file) throws IOException {
        return named(file, SpeechModel::of, Vae.load(file));
    }

    /**
     * Reads a speech model.
     *
     * @param file written by {@link #save}
     * @param extensions priors, likelihoods and γ updates of the user's own, found by name
     * @return the model with its front end
     * @throws IOException as {@link #load(Path)}, or if the file names a part that is not among the extensions
     */
    public static SpeechModel load(Path file, Extensions extensions) throws IOException {
        return named(file, SpeechModel::of, Vae.load(file, extensions));
    }

    /**
     * Reads a plain model and takes the front end from the caller.
     *
     * @param file written by {@link Vae#save}, or by {@link #save} with the same front end
     * @param frontEnd what the model was trained with
     * @return both
     * @throws IOException naming the file, if it cannot be read, is no model, or does not fit the front end
     */
    public static SpeechModel load(Path file, SpeechFrontEnd frontEnd) throws IOException {
        Objects.requireNonNull(frontEnd, "frontEnd");
        return named(file, vae -> of(vae, frontEnd), Vae.load(file));
    }

    /** Gives a model its front end. */
    private interface Joining {
        SpeechModel join(Vae vae);
    }

    private static SpeechModel named(Path file, Joining joining, Vae vae) throws IOException {
        try {
            return joining.join(vae);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Writes model and front end into one file. It appears whole or not at all.
     *
     * @param file where to; its folder must exist
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        vae.save(file);
    }

    /**
     * The model.
     *
     * @return with the front end as a note
     */
    public Vae vae() {
        return vae;
    }

    /**
     * From sound to spectrogram and back.
     *
     * @return what the model was trained with
     */
    public SpeechFrontEnd frontEnd() {
        return frontEnd;
    }

    /**
     * Codes a clip by the mean, see {@link Vae#encode}.
     *
     * @param clip at the model's rate, of any level
     * @return frames × k
     * @throws IllegalArgumentException if the clip has another rate, naming both, or is too short
     */
    public float[][] encode(AudioClip clip) {
        return vae.encode(rows(analyse(clip)));
    }

    /**
     * Codes a clip by one draw, see {@link Vae#encodeSample}.
     *
     * @param clip at the model's rate, of any level
     * @param seed the same seed gives the same draw
     * @return frames × k
     * @throws IllegalArgumentException if the clip has another rate, naming both, or is too short
     */
    public float[][] encodeSample(AudioClip clip, long seed) {
        return vae.encodeSample(rows(analyse(clip)), seed);
    }

    /**
     * Sends a clip through the model: coded by the mean, decoded, back to sound with its own phase.
     *
     * @param clip at the model's rate, of any level
     * @return everything on the way; the sound is as long as the clip and at its level
     * @throws IllegalArgumentException if the clip has another rate, naming both, or is too short
     */
    public Resynthesis resynthesise(AudioClip clip) {
        return resynthesise(clip, vae::encode);
    }

    /**
     * The same, but coded by one draw instead of the mean: what reaches the decoder in training.
     *
     * @param clip at the model's rate, of any level
     * @param seed the same seed gives the same draw
     * @return everything on the way; the sound is as long as the clip and at its level
     * @throws IllegalArgumentException if the clip has another rate, naming both, or is too short
     */
    public Resynthesis resynthesiseSample(AudioClip clip, long seed) {
        return resynthesise(clip, input -> vae.encodeSample(input, seed));
    }

    private Resynthesis resynthesise(AudioClip clip, UnaryOperator<float[][]> encoder) {
        Spectrogram spectrogram = analyse(clip);
        float[][] input = rows(spectrogram);
        float[][] codes = encoder.apply(input);
        float[][] output = vae.decode(codes);
        AudioClip sound = frontEnd.resynthesise(spectrogram, Frames.of(output));
        return new Resynthesis(clip, input, codes, output, clip.peak() == 0 ? sound : scaled(sound, clip.peak()));
    }

    /**
     * Sends a clip through the model and scores what comes out against it.
     *
     * @param clip at the model's rate, of any level
     * @return PESQ, STOI, SI-SDR and others, and the sparsity of the codes; NaN where a score is not defined
     * @throws IllegalArgumentException if the clip has another rate, naming both, or is too short
     */
    public ResynthesisScores scores(AudioClip clip) {
        return resynthesise(clip).scores();
    }

    private Spectrogram analyse(AudioClip clip) {
        return frontEnd.analyse(frontEnd.level(clip));
    }

    private static float[][] rows(Spectrogram spectrogram) {
        return spectrogram.power().toRows();
    }

    private static AudioClip scaled(AudioClip clip, double factor) {
        double[] samples = clip.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] *= factor;
        }
        return AudioClip.wrap(samples, clip.sampleRate());
    }

    @Override
    public String toString() {
        return vae.definition() + " on " + FrontEndJson.write(frontEnd.options());
    }
}
