/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
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
        TrainingResult training = trainer.fit(definition, speech.frames(Part.TRAIN), speech.frames(Part.VALIDATION));
        SpeechModel model = SpeechModel.of(training, speech); // knows how its spectrograms are made
        model.save(results.resolve("speech.sdmvae"));

        AudioClip clip = model.frontEnd().load(speech.files(Part.TEST).get(0));
        Resynthesis output = model.resynthesise(clip);
        output.sound().normalisePeak(0.9).writeWav16(results.resolve("resynthesised.wav"));
        ResynthesisScores scores = output.scores();
        System.out.printf("Hoyer sparsity of the codes: %.3f%n", scores.hoyer());
        System.out.printf("SI-SDR of the sound: %.2f dB%n", scores.siSdr());
        // quickstart: end
    }
}
