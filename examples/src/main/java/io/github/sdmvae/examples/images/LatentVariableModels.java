/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.classic.CovarianceType;
import io.github.sdmvae.classic.GaussianMixture;
import io.github.sdmvae.classic.KMeans;
import io.github.sdmvae.classic.ProbabilisticPca;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.SeedOption;
import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.picture.PictureFolder;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The classical latent-variable models on images, or on the codes that a trained model gives them. */
@Command(
        name = "LatentVariableModels",
        sortOptions = false,
        description = {
            "K-means, Gaussian mixtures and probabilistic PCA on small images, or on the codes of a trained model.",
            "Prints a table on stdout; writes pictures and the table into a folder."
        })
public final class LatentVariableModels implements Callable<Integer> {
    private static final int POINTS = 5_000;

    @Mixin
    private ImageOptions data = new ImageOptions();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "A model of SparseVaeComparison: its codes are what is modelled. Default: the images.")
    private @Nullable Path model;

    @Option(
            names = "--clusters",
            paramLabel = "N",
            defaultValue = "10",
            description = "Clusters of K-means, components of the mixtures. Default: ${DEFAULT-VALUE}.")
    private int clusters;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "5",
            description = "Latent dimensions of PPCA. Default: ${DEFAULT-VALUE}.")
    private int components;

    @Mixin
    private SeedOption random = new SeedOption();

    @Mixin
    private OutputFolder out = new OutputFolder("out/LatentVariableModels");

    @Spec
    private CommandSpec spec;

    /** Made by picocli, which sets the fields. */
    @SuppressWarnings("NullAway.Init")
    public LatentVariableModels() {}

    @Override
    public Integer call() throws IOException {
        ResultFolder tables = ResultFolder.open(out.folder(), "table.md");
        ImageSet images = data.load(random.seed());
        Vae coder = model == null ? null : Vae.load(model);
        Frames train = Frames.of(ImageSet.first(images.train(), POINTS));
        Frames validation = Frames.of(ImageSet.first(images.validation(), POINTS));
        if (coder != null) {
            train = Frames.of(coder.encode(train.toRows()));
            validation = Frames.of(coder.encode(validation.toRows()));
        }
        ClassicModels fitted = fit(train);
        PrintWriter log = spec.commandLine().getErr();
        new ClassicPictures(new PictureFolder(out.resolve("pictures"), log), images, coder)
                .draw(fitted, validation, random.seed());
        String table = fitted.markdown(train, validation);
        tables.markdown("table.md", table);
        show(table, train.size(), validation.size());
        return 0;
    }

    private void show(String table, int train, int validation) {
        PrintWriter stdout = spec.commandLine().getOut();
        stdout.print(table);
        stdout.println();
        stdout.println((model == null ? "Fitted to images" : "Fitted to codes of " + model) + ", " + train
                + " for training and " + validation + " for validation. Written to "
                + out.folder().toAbsolutePath().normalize() + ": pictures, table.md");
        stdout.flush();
    }

    private ClassicModels fit(Frames train) {
        return new ClassicModels(
                KMeans.builder().clusters(clusters).seed(random.seed()).fit(train),
                mixture(CovarianceType.DIAGONAL, train),
                mixture(CovarianceType.FULL, train),
                pca(ProbabilisticPca.Method.CLOSED_FORM, train),
                pca(ProbabilisticPca.Method.EM, train));
    }

    private GaussianMixture mixture(CovarianceType type, Frames train) {
        return GaussianMixture.builder()
                .components(clusters)
                .covariance(type)
                .seed(random.seed())
                .fit(train);
    }

    private ProbabilisticPca pca(ProbabilisticPca.Method method, Frames train) {
        return ProbabilisticPca.builder()
                .components(components)
                .method(method)
                .seed(random.seed())
                .fit(train);
    }
}
