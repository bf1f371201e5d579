/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.enhance.EnhancedFile;
import io.github.sdmvae.audio.enhance.FileChoices;
import io.github.sdmvae.audio.enhance.NoiseModel;
import io.github.sdmvae.audio.enhance.Separator;
import io.github.sdmvae.examples.enhance.Recipe.Spectra;
import io.github.sdmvae.examples.options.FloatOption;
import io.github.sdmvae.examples.options.NoiseRankOption;
import io.github.sdmvae.examples.options.ProgressOption;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SeedOption;
import io.github.sdmvae.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes several voices apart. */
@Command(
        name = "Separate",
        sortOptions = false,
        description = {
            "Take a recording of several voices apart, each by a model of its own: writes NAME.wav for every source and",
            "rest.wav. What pins a voice to its name is its model alone: with one model twice the voices swap names",
            "from frame to frame, in about half of the frames. Train a model for each speaker, or group of speakers."
        })
public final class Separate implements Callable<Integer> {
    private static final String REST = "rest";

    @Parameters(index = "0", paramLabel = "OUT", description = "The folder to write into.")
    private Path folder;

    @Parameters(index = "1", paramLabel = "IN", description = "A recording of any rate.")
    private Path input;

    @Option(
            names = "--source",
            paramLabel = "NAME=MODEL",
            required = true,
            description = "A voice and its trained model; two or more.")
    private Map<String, Path> sources = new LinkedHashMap<>();

    @Mixin
    private RecipeOptions how = new RecipeOptions();

    @Mixin
    private NoiseRankOption noiseRank = new NoiseRankOption(0);

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

    @SuppressWarnings("NullAway.Init")
    Separate() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        check();
        Separator.Builder builder = Separator.builder();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            builder.source(source.getKey(), recordings.loadModel(source.getValue()));
        }
        how.recipe(noiseRank.rank(), Spectra.MIXTURE).settle(builder);
        builder.noise(noiseRank.rank() == 0 ? NoiseModel.none() : NoiseModel.nonNegativeFactors(noiseRank.rank()))
                .seed(seed.seed())
                .listener(new IterationProgress(String.valueOf(input.getFileName()), progress.kind(), log));
        Map<String, Path> results = new LinkedHashMap<>();
        sources.keySet().forEach(name -> results.put(name, folder.resolve(name + ".wav")));
        Path rest = folder.resolve(REST + ".wav");
        FileChoices choices = FileChoices.defaults()
                .withChannels(recordings.channels())
                .withFloats(floats.isGiven())
                .withNoise(rest);
        EnhancedFile result = builder.build().separate(input, results, choices);
        result.summary().notes().forEach(log::println);
        log.flush();
        PrintWriter out = spec.commandLine().getOut();
        results.forEach((name, file) -> out.println(name + ", written: " + file));
        out.println("what is left, written: " + rest);
        out.flush();
        return 0;
    }

    private void check() throws IOException {
        for (String name : sources.keySet()) {
            if (!name.matches("[\\p{L}\\p{N}_ -]{1,60}") || name.equalsIgnoreCase(REST)) {
                throw new IllegalArgumentException(
                        "--source NAME becomes a file, so it must be of letters, digits, _, -" + " and spaces, and not "
                                + REST + "; got " + name);
            }
        }
        Files.createDirectories(folder);
        AtomicFile.tryOut(folder.resolve(REST + ".wav"));
    }
}
