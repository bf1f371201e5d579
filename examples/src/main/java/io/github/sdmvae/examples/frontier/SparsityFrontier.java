/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.examples.images.ImageRuns;
import io.github.sdmvae.examples.options.DatasetOption;
import io.github.sdmvae.examples.options.DrawsOption;
import io.github.sdmvae.examples.options.HiddenLayers;
import io.github.sdmvae.examples.options.MaxEpochsOption;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.RecordingOptions;
import io.github.sdmvae.examples.options.SeedList;
import io.github.sdmvae.examples.options.ShowOption;
import io.github.sdmvae.examples.options.StepOptions;
import io.github.sdmvae.examples.options.TestLimitOption;
import io.github.sdmvae.examples.paper.RunOptions;
import io.github.sdmvae.examples.paper.SpeechRuns;
import io.github.sdmvae.examples.paper.TableSettings;
import io.github.sdmvae.examples.recordings.BundledSpeech;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Quality against sparsity by a measure free of scale, for many models. */
@Command(
        name = "SparsityFrontier",
        sortOptions = false,
        description = {
            "Train models that promise sparse codes, each with several weights, and draw their quality over the number",
            "of entries that carry 90 %% of a frame's information. May be killed at any moment: the same command goes on",
            "where it was; with other models or seeds it adds them. Prints the table on stdout."
        })
public final class SparsityFrontier implements Callable<Integer> {
    private static final String NAME = "SparsityFrontier";
    private static final String SPEECH = "speech";
    private static final int LATENT = 32;
    private static final int EPOCHS = 20;
    private static final int HIDDEN = 128;
    private static final double RATE = 1e-4;
    private static final double BUNDLED_RATE = 1e-3;

    /** What the encoder sees. */
    enum Input {
        /** log(x + 1e-5): training takes a tenth of the epochs. */
        LOG_POWER,
        /** Powers, as in the paper. */
        POWER
    }

    @Mixin
    private DatasetOption dataset = new DatasetOption(SPEECH);

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Speech: folder of WAV or FLAC recordings, with sub-folders train, val and test, or one per"
                    + " speaker; default: the bundled synthetic speech. Images: folder of their files.")
    private @Nullable Path data;

    @Option(names = "--points", paramLabel = "N", description = "Images to train on, at most. Default: by the set.")
    private @Nullable Integer points;

    @Mixin
    private DrawsOption draws = new DrawsOption();

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "vae,vae-b2,vae-b4,vae-b8,sdm,sdm-b2,sdm-b4,sdm-b8,sdm-inverse-gamma,sdm-inverse-gamma-b4,"
                    + "sdm-shared,sdm-shared-b4,sdm-unit,sdm-unit-b4,sdm-learned,sdm-learned-b4,laplace,laplace-b4,student-t,student-t-b4,"
                    + "mixture,mixture-b4,vsc-a0.05,vsc-a0.2,vsc-a0.5",
            description =
                    "Which models: vae, sdm, sdm-inverse-gamma, sdm-shared, sdm-unit, sdm-learned, laplace,"
                            + " student-t, mixture, vsc, selector, selector-of-code; with -bX the divergence weighs X, -aX is the family's own"
                            + " number (alpha of vsc, shape of the inverse Gamma, degrees of student-t, weight of a selector). Default: ${DEFAULT-VALUE}.")
    private List<String> models = List.of();

    @Option(
            names = "--m",
            paramLabel = "M",
            split = ",",
            description = "Sizes m of the latent vector. Default: 32; of images, which take one, by the set.")
    private List<Integer> latents = List.of();

    @Mixin
    private SeedList seeds = new SeedList(1);

    @Option(
            names = "--input",
            paramLabel = "NAME",
            defaultValue = "LOG_POWER",
            description = "What the encoder sees of speech: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Input input = Input.LOG_POWER;

    @Mixin
    private MaxEpochsOption maxEpochs = new MaxEpochsOption(EPOCHS + "; of images by the set");

    @Mixin
    private StepOptions steps =
            new StepOptions(RATE + "; " + BUNDLED_RATE + " on the bundled speech; of images by the set");

    @Mixin
    private HiddenLayers hidden = HiddenLayers.otherwise(HIDDEN + "; of images by the set");

    @Mixin
    private TestLimitOption testLimit = new TestLimitOption();

    @Mixin
    private ShowOption show = new ShowOption();

    @Mixin
    private OutputFolder out = new OutputFolder("out/SparsityFrontier");

    @Mixin
    private RunOptions how = new RunOptions();

    @Mixin
    private RecordingOptions recordings = new RecordingOptions();

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public SparsityFrontier() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<FrontierModel> chosen =
                models.stream().map(FrontierModel::of).distinct().toList();
        latents.stream().filter(m -> m < 2).findFirst().ifPresent(m -> {
            throw new IllegalArgumentException("--m must be at least 2, got " + m);
        });
        String table = dataset.name().equals(SPEECH) ? speech(chosen) : images(chosen);
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table);
        stdout.println();
        stdout.println("Written to " + out.folder().toAbsolutePath().normalize()
                + ": frontier.md, frontier.csv, frontier-m*.svg, models in runs");
        stdout.flush();
        return 0;
    }

    private String speech(List<FrontierModel> chosen) throws IOException, InterruptedException {
        SpeechOptions options = recordings.toSpeechOptions();
        TableSettings settings = speechSettings();
        SpeechRuns.Setting setting = new SpeechRuns.Setting(
                NAME + ", input " + input,
                SpeechFolder.open(data == null ? BundledSpeech.folder() : data, options),
                options,
                out.folder(),
                settings,
                how,
                spec.commandLine().getErr());
        String words = settings.describe() + ", encoder sees " + (input == Input.POWER ? "power" : "log power");
        String name = data == null
                ? "bundled synthetic speech"
                : String.valueOf(data.toAbsolutePath().normalize().getFileName());
        FrontierFiles files = new FrontierFiles(
                out.folder(), SpeechFrontier.FIGURES, SpeechFrontier.TOLERANCE, SpeechFrontier.note(name, words));
        files.requireOwn();
        List<Integer> sizes = latents.isEmpty() ? List.of(LATENT) : latents;
        return SpeechFrontier.run(setting, chosen, sizes, seeds.seeds(), input == Input.LOG_POWER, show.only(), files);
    }

    private TableSettings speechSettings() {
        return new TableSettings(
                maxEpochs.most(EPOCHS),
                steps.patience(),
                steps.learningRate(data == null ? BUNDLED_RATE : RATE),
                steps.batch(),
                hidden.sizes(HIDDEN),
                testLimit.most());
    }

    private String images(List<FrontierModel> chosen) throws IOException {
        if (latents.size() > 1) {
            throw new IllegalArgumentException("--m of images must be one number, got " + latents);
        }
        List<Integer> layers = hidden.sizes(-1);
        double rate = steps.learningRate(-1);
        ImageRuns runs = new ImageRuns(new ImageRuns.Setting(
                NAME,
                dataset.name(),
                data,
                points,
                latents.isEmpty() ? null : latents.get(0),
                layers.equals(List.of(-1)) ? null : layers,
                maxEpochs.given(),
                rate < 0 ? null : rate,
                steps.batch(),
                draws.count(),
                out.folder(),
                how.checkpoints(),
                how.progress(),
                spec.commandLine().getErr()));
        FrontierFiles files = new FrontierFiles(
                out.folder(), ImageFrontier.FIGURES, ImageFrontier.TOLERANCE, ImageFrontier.note(runs.describe()));
        files.requireOwn();
        return ImageFrontier.run(runs, chosen, seeds.seeds(), show.only(), files);
    }
}
