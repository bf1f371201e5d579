/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.GriffinLim;
import io.github.sdmvae.audio.Resynthesis;
import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.options.RecordingOptions;
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

/** Sends one recording through a trained model. */
@Command(
        name = "Resynthesize",
        sortOptions = false,
        description = {
            "Code a recording with a trained model, decode it and write the sound.",
            "Prints scores against the recording on stdout."
        })
final class Resynthesize implements Callable<Integer> {
    /** Where the phase comes from. */
    enum Phase {
        INPUT,
        GRIFFIN_LIM
    }

    @Parameters(index = "0", paramLabel = "MODEL", description = "A file that TrainSpeech wrote.")
    private Path modelFile;

    @Parameters(index = "1", paramLabel = "IN", description = "A WAV or FLAC recording of any rate.")
    private Path input;

    @Parameters(
            index = "2",
            paramLabel = "OUT",
            description = "The WAV file to write: 16 bit, mono, at the model's rate.")
    private Path output;

    @Option(
            names = "--phase",
            paramLabel = "NAME",
            defaultValue = "input",
            description = "input: the recording's own; griffin_lim: found anew. Default: ${DEFAULT-VALUE}.")
    private Phase phase = Phase.INPUT;

    @Option(names = "--picture", paramLabel = "PNG", description = "Also draw both spectrograms.")
    private @Nullable Path picture;

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("NullAway.Init")
    Resynthesize() {}

    @Override
    public Integer call() throws IOException {
        SpeechModel model = recordings.loadModel(modelFile);
        Resynthesis speech = model.resynthesise(model.frontEnd().load(input));
        AudioClip sound = phase == Phase.INPUT
                ? speech.sound()
                : model.frontEnd().generate(Frames.of(speech.output()), GriffinLim.seeded(1));
        sound.withPeakAtMost(1).writeWav16(output);
        if (picture != null) {
            new SpeechPictures(model.frontEnd().options())
                    .spectrograms(String.valueOf(input.getFileName()), java.util.Map.of("resynthesised", speech))
                    .writePng(picture);
        }
        // Scores of waveforms compare sample by sample: with another phase they would say nothing.
        CodeSparsity sparsity = CodeSparsity.of(model.vae(), Frames.of(speech.input()));
        print(speech.scores(), sparsity, model.vae().definition().codeSize(), phase == Phase.INPUT);
        return 0;
    }

    private void print(ResynthesisScores scores, CodeSparsity sparsity, int codeSize, boolean samePhase) {
        PrintWriter out = spec.commandLine().getOut();
        if (samePhase) {
            out.println(line("PESQ raw (narrow band)", scores.pesqRaw(), ""));
            out.println(line("PESQ MOS-LQO narrow band", scores.pesqNarrow(), ""));
            out.println(line("PESQ MOS-LQO wide band", scores.pesqWide(), ""));
            out.println(line("STOI", scores.stoi(), ""));
            out.println(line("ESTOI", scores.estoi(), ""));
            out.println(line("SI-SDR", scores.siSdr(), " dB"));
        }
        out.println(line("LSD", scores.lsd(), " dB (powers below 1e-10 taken as 1e-10)"));
        out.println(line("Hoyer sparsity", scores.hoyer(), " (depends on the scale of code entries)"));
        out.println(line("entries for 90 % of the information", sparsity.entriesFor90(), " of " + codeSize));
        out.println("written: " + output);
        out.flush();
    }

    private static String line(String name, double value, String unit) {
        return Double.isNaN(value)
                ? name + ": not defined for this recording"
                : String.format(Locale.ROOT, "%s: %.3f%s", name, value, unit);
    }
}
