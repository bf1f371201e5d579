/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.audio.enhance.EnhancedFile;
import io.github.sdmvae.audio.enhance.Enhancer;
import io.github.sdmvae.audio.enhance.FileChoices;
import io.github.sdmvae.audio.enhance.FitSummary;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.options.FloatOption;
import io.github.sdmvae.examples.options.NoiseRankOption;
import io.github.sdmvae.examples.options.ProgressOption;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SeedOption;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.pretrained.Pretrained;
import io.github.sdmvae.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes the noise out of one recording or a folder of them. */
@Command(
        name = "Enhance",
        sortOptions = false,
        description = {
            "Take the noise out of a recording of speech, or of every recording in a folder. The level is",
            "kept. The model that comes with the library hears up to 8 kHz: what lies above is lost. Prints one line",
            "a recording on stdout."
        })
public final class Enhance implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IN", description = "A recording, or a folder of them, of any rate.")
    private Path input;

    @Parameters(
            index = "1",
            paramLabel = "OUT",
            description = "The WAV file to write, mono, at the recording's rate; for a folder a folder, with the same"
                    + " names in it.")
    private Path output;

    @Option(names = "--model", paramLabel = "FILE", description = "A trained model. Default: the one that is shipped.")
    private @Nullable Path model;

    @Mixin
    private RecipeOptions how = new RecipeOptions();

    @Mixin
    private NoiseRankOption noiseRank = new NoiseRankOption(Defaults.COMPONENTS);

    @Option(
            names = "--noise",
            paramLabel = "FILE",
            description = "A recording of this noise without speech, to learn it from: worth more than any setting.")
    private @Nullable Path noise;

    @Option(
            names = "--no-pauses",
            description =
                    "Do not look for pauses of the voice to learn the noise from. They are looked for by default, in"
                            + " the first five minutes, and beside --noise-rank free components there are half as many from them.")
    private boolean withoutPauses;

    @Option(
            names = "--residual",
            paramLabel = "DB",
            description = "Leave so much of the noise in, for instance -20: sounds more natural. Default: none.")
    private @Nullable Double residual;

    @Option(names = "--noise-out", paramLabel = "FILE", description = "Also write what was taken away.")
    private @Nullable Path noiseOut;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write a page to hear and see the first " + BeforeAndAfter.SECONDS
                    + " seconds before and after, of at most " + BeforeAndAfter.RECORDINGS + " recordings.")
    private @Nullable Path report;

    @Mixin
    private FloatOption floats = new FloatOption();

    @Mixin
    private SeedOption seed = new SeedOption();

    @Mixin
    private ProgressOption progress = new ProgressOption();

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    private @Nullable BeforeAndAfter page;

    @SuppressWarnings("NullAway.Init")
    Enhance() {}

    @Override
    public Integer call() throws IOException {
        boolean folder = Files.isDirectory(input);
        check(folder);
        SpeechModel speech = model == null ? Pretrained.speech16k() : recordings.loadModel(model);
        AudioClip known = noise == null ? null : AudioClip.read(noise, recordings.channels());
        page = report == null ? null : new BeforeAndAfter(speech.frontEnd(), recordings.channels());
        if (folder) {
            enhanceAll(speech, known);
        } else {
            enhance(speech, known, input, output);
            writePage();
        }
        return 0;
    }

    private void enhanceAll(SpeechModel speech, @Nullable AudioClip known) throws IOException {
        List<Path> files = SpeechFolder.recordings(input);
        requireOwnTargets(files);
        int failed = 0;
        for (Path file : files) {
            failed += enhanceOne(speech, known, file) ? 0 : 1;
        }
        writePage();
        if (failed > 0) {
            throw new IOException(failed + " of " + files.size() + " recordings could not be enhanced, see above");
        }
    }

    private void check(boolean folder) throws IOException {
        if (folder && noiseOut != null) {
            throw new IllegalArgumentException(
                    "--noise-out is a file, IN is a folder: enhance the recordings one by one");
        }
        if (!Files.exists(input)) {
            throw new java.nio.file.NoSuchFileException(input.toString());
        }
        if (Files.exists(output) && Files.isSameFile(input, output)) {
            throw new IllegalArgumentException("IN and OUT are the same, " + input + ": choose another OUT");
        }
        if (report != null) {
            Report.requireOwn(report);
        }
        if (folder) {
            Files.createDirectories(output);
        } else {
            AtomicFile.tryOut(output);
        }
    }

    private void writePage() throws IOException {
        if (report != null && page != null && !page.isEmpty()) {
            Path written = page.write(report);
            spec.commandLine()
                    .getErr()
                    .println("Open " + written.toAbsolutePath().normalize());
            spec.commandLine().getErr().flush();
        }
    }

    private Path target(Path file) {
        String name = input.relativize(file).toString();
        return output.resolve(name.substring(0, name.lastIndexOf('.')) + ".wav");
    }

    private void requireOwnTargets(List<Path> files) throws IOException {
        Map<Path, Path> sources = new HashMap<>();
        for (Path file : files) {
            Path other = sources.putIfAbsent(target(file), file);
            if (other != null) {
                throw new IOException(other + " and " + file + " would both be written to " + target(file)
                        + ": rename one, or enhance them one by one");
            }
        }
    }

    /** One that fails does not keep the others from being enhanced. */
    private boolean enhanceOne(SpeechModel speech, @Nullable AudioClip known, Path file) throws IOException {
        Path target = target(file);
        Files.createDirectories(target.toAbsolutePath().getParent());
        try {
            enhance(speech, known, file, target);
            return true;
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            String message = String.valueOf(e.getMessage());
            String named = message.startsWith(file.toString()) ? message : file + ": " + message;
            spec.commandLine().getErr().println("Enhance: " + named);
            spec.commandLine().getErr().flush();
            return false;
        }
    }

    private void enhance(SpeechModel speech, @Nullable AudioClip known, Path file, Path target) throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        String name = Files.isDirectory(input) ? input.relativize(file).toString() : String.valueOf(file.getFileName());
        Enhancer.Builder builder = recipe(known)
                .builder(speech, known)
                .seed(seed.seed())
                .listener(new IterationProgress(name, progress.kind(), log));
        FileChoices choices = new FileChoices(recordings.channels(), floats.isGiven(), noiseOut);
        long start = System.nanoTime();
        EnhancedFile result = builder.build().enhance(file, target, choices);
        double seconds = (System.nanoTime() - start) / 1e9;
        result.summary().notes().forEach(note -> log.println(note.startsWith(name) ? note : name + ": " + note));
        log.flush();
        print(name, result, seconds, target);
        if (page != null) {
            page.add(name, file, target);
        }
    }

    private Recipe recipe(@Nullable AudioClip known) {
        Spectra spectra = known != null ? Spectra.RECORDING : withoutPauses ? Spectra.MIXTURE : Spectra.PAUSES;
        int rank = noiseRank.rank();
        Recipe recipe = spectra == Spectra.PAUSES
                ? how.recipe((rank + 1) / 2, spectra).withFree(rank)
                : how.recipe(rank, spectra);
        return recipe.withResidual(residual);
    }

    private void print(String name, EnhancedFile result, double seconds, Path target) {
        FitSummary fit = result.summary();
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %.1f s in %.1f s, %.1f times real time",
                name,
                result.seconds(),
                seconds,
                result.seconds() / seconds));
        if (!Double.isNaN(fit.acceptance())) {
            line.append(String.format(Locale.ROOT, ", accepted %.2f", fit.acceptance()));
        }
        if (!fit.costs().isEmpty()) {
            line.append(String.format(
                    Locale.ROOT,
                    ", cost %.3f to %.3f",
                    fit.costs().get(0),
                    fit.costs().get(fit.costs().size() - 1)));
        }
        spec.commandLine().getOut().println(line + ", written: " + target);
        spec.commandLine().getOut().flush();
    }
}
