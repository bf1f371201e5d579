/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.options.CheckpointSettings;
import io.github.sdmvae.examples.options.CodeSizes;
import io.github.sdmvae.examples.options.DrawsOption;
import io.github.sdmvae.examples.options.Given;
import io.github.sdmvae.examples.options.HiddenLayers;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.SeedCount;
import io.github.sdmvae.examples.options.TrainingSettings;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sparse autoencoders side by side on small images: Gaussian, Laplace, Cauchy, SDM, VSC, and others by name. */
@Command(
        name = "SparseVaeComparison",
        sortOptions = false,
        description = {
            "Train sparse variational autoencoders side by side on small images and compare them.",
            "Prints a table on stdout; writes models, pictures and tables into a folder."
        })
public final class SparseVaeComparison implements Callable<Integer> {
    private static final String BY_SET = "by the set";

    @Mixin
    private ImageOptions data = new ImageOptions();

    @Option(
            names = "--models",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "gaussian,laplace,cauchy,sdm,vsc",
            description = "Which models. Default: ${DEFAULT-VALUE}. Also: laplace-closed, cauchy-closed, student-t,"
                    + " mixture, sdm-inverse-gamma, sdm-shared, sdm-dct, sdm-learned, sdm-learned-apart,"
                    + " sdm-learned-random, vsc-pseudo, autoencoder, sparse-autoencoder, gaussian-iwae,"
                    + " gaussian-free-bits, selector, sdm-selector, sparse-decoding, sdm-sparse-decoding.")
    private List<String> models = List.of();

    @Mixin
    private CodeSizes sizes = new CodeSizes(Given.otherwise(BY_SET), Given.otherwise("m"));

    @Mixin
    private HiddenLayers hidden = HiddenLayers.otherwise(BY_SET);

    @Mixin
    private OutputFolder out = new OutputFolder("out/SparseVaeComparison");

    @Option(
            names = "--alpha",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Share of active entries that VSC expects. Default: ${DEFAULT-VALUE}.")
    private double alpha;

    @Option(
            names = "--coherence-penalty",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the penalty of sdm-learned-apart. Default: ${DEFAULT-VALUE}.")
    private double coherencePenalty;

    @Mixin
    private MaskOptions masks = new MaskOptions();

    @Mixin
    private SeedCount seeds = new SeedCount();

    @Mixin
    private DrawsOption draws = new DrawsOption();

    @Mixin
    private TrainingSettings training = new TrainingSettings();

    @Mixin
    private CheckpointSettings checkpoints = new CheckpointSettings();

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public SparseVaeComparison() {}

    @Override
    public Integer call() throws IOException {
        List<ComparedModel> chosen =
                models.stream().map(ComparedModel::of).distinct().toList();
        List<Long> all = seeds.from(training.seed());
        ResultFolder tables = ResultFolder.open(out.folder(), "table.md", "table.csv");
        List<ComparedRun> runs = new ArrayList<>();
        for (long seed : all) {
            runs.addAll(compare(chosen, seed));
        }
        ComparisonTable table = new ComparisonTable(runs);
        tables.markdown("table.md", table.markdown());
        tables.csv("table.csv", table.csv());
        show(table, all.size());
        return 0;
    }

    private List<ComparedRun> compare(List<ComparedModel> chosen, long seed) throws IOException {
        PrintWriter log = spec.commandLine().getErr();
        ImageSet images = data.load(seed);
        log.println("seed " + seed + ": training on " + images.train().description() + "; validation on "
                + images.validation().description());
        log.println(training.describe(data.set().training(), seed));
        log.flush();
        List<ComparedRun> runs = new ArrayList<>();
        for (ComparedModel kind : chosen) {
            runs.add(train(kind, images, seed));
        }
        if (seed == training.seed()) {
            new ComparisonPictures(new PictureFolder(out.resolve("pictures"), log), images).draw(runs);
        }
        return runs;
    }

    private ModelOptions options() {
        int m = sizes.latent(data.set().latent());
        List<Integer> layers = hidden.sizes(data.set().hidden());
        return new ModelOptions(layers, m, sizes.atoms(m), alpha, coherencePenalty, masks);
    }

    private ComparedRun train(ComparedModel kind, ImageSet images, long seed) throws IOException {
        ModelDefinition definition = kind.definition(images, options(), seed);
        String name = kind.id() + "-" + seed;
        TrainingResult result;
        try (TrainingProgress progress = training.progress(kind.title())) {
            Trainer.Builder trainer = training.trainer(
                            data.set().training(), images.train().size())
                    .gammaUpdate(kind.gamma())
                    .elbo(kind.elbo())
                    .seed(seed)
                    .listener(progress);
            Path folder = out.resolve("checkpoints").resolve(name);
            result = checkpoints.fit(trainer, folder, definition, images.train(), images.validation());
        }
        Path folder = Files.createDirectories(out.resolve("models"));
        result.model().save(folder.resolve(name + ".sdmvae"));
        return ComparedRun.of(kind, seed, result, images, draws.count());
    }

    private void show(ComparisonTable table, int count) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table.markdown());
        stdout.println();
        stdout.println("Validation set, nats per image, all constants; "
                + (count == 1 ? "log p(x) \u00b1 standard error." : "mean \u00b1 deviation over " + count + " seeds."));
        stdout.println(CodeSparsity.NOTE);
        if (data.set().isBinarised()) {
            stdout.println("log p(x) is that of images cut at 0.5, the other figures those of grey images.");
        }
        stdout.println(
                "Written to " + out.folder().toAbsolutePath().normalize() + ": models, pictures, table.md, table.csv");
        stdout.flush();
    }
}
