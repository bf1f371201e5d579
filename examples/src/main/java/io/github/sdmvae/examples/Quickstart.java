/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Spectrogram;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.metrics.SiSdr;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;

/** The README's first program: the lines between the markers are those shown there. */
public final class Quickstart {
    private Quickstart() {}

    /**
     * Trains a small model on a folder of speech and resynthesises one recording.
     *
     * @param args the folder of recordings (default {@code examples/speech}) and the one to write into (default: here)
     * @throws IOException if a recording cannot be read or a result not written
     */
    public static void main(String... args) throws IOException {
        Path recordings = Path.of(args.length > 0 ? args[0] : "examples/speech");
        Path results = Path.of(args.length > 1 ? args[1] : ".");
        // quickstart: begin
        SpeechFolder speech = SpeechFolder.open(recordings, SpeechOptions.defaults());
        ModelDefinition definition = ModelDefinition.builder()
                .inputSize(513) // frequencies of a frame
                .hidden(128)
                .dictionary(Dictionary.dct(32, 64)) // codes of 64 entries, few of them used at a time
                .prior(Prior.learnedVariance())
                .likelihood(Likelihood.complexGaussian())
                .build();
        Trainer trainer = Trainer.builder().epochs(10).learningRate(1e-3).build();
        Vae model = trainer.fit(definition, speech.frames(Part.TRAIN), speech.frames(Part.VALIDATION))
                .model();

        AudioClip clip = speech.frontEnd().load(speech.files(Part.TEST).get(0));
        Spectrogram input = speech.frontEnd().analyse(clip);
        Frames power = input.power();
        float[][] codes = model.encode(power.toRows());
        AudioClip output = speech.frontEnd().resynthesise(input, Frames.of(model.decode(codes)));

        model.save(results.resolve("speech.sdmvae"));
        output.normalisePeak(0.9).writeWav16(results.resolve("resynthesised.wav"));
        System.out.printf(
                "Hoyer sparsity of the codes: %.3f%n", HoyerSparsity.mean(codes).mean());
        System.out.printf("SI-SDR of the sound: %.2f dB%n", SiSdr.of(clip.samples(), output.samples()));
        // quickstart: end
    }
}
