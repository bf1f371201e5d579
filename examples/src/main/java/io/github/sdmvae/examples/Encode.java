/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.metrics.HoyerSparsity;
import io.github.sdmvae.report.CodeSparsity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the codes of one recording for other programs. */
@Command(
        name = "Encode",
        sortOptions = false,
        description = {
            "Code a recording with a trained model and write the codes as an array of frames x k floats",
            "that numpy.load reads. Prints their shape and sparsity on stdout."
        })
final class Encode implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "A file that TrainSpeech wrote.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN", description = "A WAV or FLAC recording of any rate.")
    private Path input;

    @Parameters(index = "2", paramLabel = "CODES.npy", description = "The file to write.")
    private Path output;

    @Option(
            names = "--sample",
            paramLabel = "SEED",
            description = "Draw the codes from their distribution instead of taking its mean.")
    private @Nullable Long sample;

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Encode() {}

    @Override
    public Integer call() throws IOException {
        SpeechModel model = recordings.loadModel(modelFile);
        AudioClip clip = model.frontEnd().load(input);
        float[][] codes = sample == null ? model.encode(clip) : model.encodeSample(clip, sample);
        NpyArray.of(codes).write(output);
        PrintWriter out = spec.commandLine().getOut();
        out.println("codes: " + codes.length + " frames x " + codes[0].length);
        out.println(String.format(
                Locale.ROOT,
                "Hoyer sparsity: %.3f (depends on the scale of code entries)",
                HoyerSparsity.mean(codes).mean()));
        double entries = CodeSparsity.of(
                        model.vae(), model.frontEnd().analyse(clip).power())
                .entriesFor90();
        out.println("entries for 90 % of the information: "
                + (Double.isNaN(entries) ? "not defined for this model" : String.format(Locale.ROOT, "%.1f", entries)));
        out.println("written: " + output);
        out.flush();
        return 0;
    }
}
