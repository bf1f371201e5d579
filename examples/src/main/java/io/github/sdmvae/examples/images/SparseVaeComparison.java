/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.output.OutputFolder;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.examples.training.TrainingSettings;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
                    + " gaussian-free-bits.")
    private List<String> models = List.of();

    @Option(names = "--latent", paramLabel = "M", description = "Size m of the latent vector.")
    private @Nullable Integer latent;

    @Option(names = "--atoms", paramLabel = "K", description = "Atoms k of dictionaries. Default: m.")
    private @Nullable Integer atoms;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            split = ",",
            description = "Hidden layers of the encoder; the decoder has them in reverse. 0 for none.")
    private @Nullable List<Integer> hidden;

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

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many times to train each model, from --seed on. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--draws",
            paramLabel = "K",
            defaultValue = "100",
            description = "Draws per image for log p(x), 0 for no estimate. Default: ${DEFAULT-VALUE}.")
    private int draws;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out/SparseVaeComparison",
            description = "Where to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("out/SparseVaeComparison");

    @Mixin
    private TrainingSettings training = new TrainingSettings();

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public SparseVaeComparison() {}

    @Override
    public Integer call() throws IOException {
        List<ComparedModel> chosen =
                models.stream().map(ComparedModel::of).distinct().toList();
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds must be at least 1, got " + seeds);
        }
        OutputFolder tables = OutputFolder.open(out, "table.md", "table.csv");
        List<ComparedRun> runs = new ArrayList<>();
        for (long seed = training.seed(); seed < training.seed() + seeds; seed++) {
            runs.addAll(compare(chosen, seed));
        }
        ComparisonTable table = new ComparisonTable(runs);
        tables.markdown("table.md", table.markdown());
        tables.csv("table.csv", table.csv());
        show(table);
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
        int m = latent == null ? data.set().latent() : latent;
        List<Integer> layers = hidden == null ? List.of(data.set().hidden()) : hidden;
        return new ModelOptions(
                layers.equals(List.of(0)) ? List.of() : layers, m, atoms == null ? m : atoms, alpha, coherencePenalty);
    }

    private ComparedRun train(ComparedModel kind, ImageSet images, long seed) throws IOException {
        ModelDefinition definition = kind.definition(images, options(), seed);
        long start = System.nanoTime();
        TrainingResult result;
        try (TrainingProgress progress = training.progress(kind.title())) {
            result = training.trainer(data.set().training(), images.train().size())
                    .gammaUpdate(kind.gamma())
                    .elbo(kind.elbo())
                    .seed(seed)
                    .listener(progress)
                    .build()
                    .fit(definition, images.train(), images.validation());
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Path folder = Files.createDirectories(out.resolve("models"));
        result.model().save(folder.resolve(kind.id() + "-" + seed + ".sdmvae"));
        return ComparedRun.of(kind, seed, result, images, draws, seconds);
    }

    private void show(ComparisonTable table) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table.markdown());
        stdout.println();
        stdout.println("Validation set, nats per image, all constants; "
                + (seeds == 1 ? "log p(x) \u00b1 standard error." : "mean \u00b1 deviation over " + seeds + " seeds."));
        if (data.set().isBinarised()) {
            stdout.println("log p(x) is that of images cut at 0.5, the other figures those of grey images.");
        }
        stdout.println("Written to " + out.toAbsolutePath().normalize() + ": models, pictures, table.md, table.csv");
        stdout.flush();
    }
}
