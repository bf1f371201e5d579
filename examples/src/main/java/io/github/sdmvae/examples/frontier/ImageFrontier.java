/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.frontier.Figure.Kind;
import io.github.sdmvae.examples.images.ImageRuns;
import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.report.CodeSparsity;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** The frontier on a set of images. */
final class ImageFrontier {
    /** Loss of the error in dB that nobody sees, about. */
    static final double TOLERANCE = 0.1;

    static final List<Figure> FIGURES = List.of(
            new Figure("psnr", "−10 log₁₀ of the squared error, dB", 2, Kind.QUALITY),
            new Figure("log_p", "log p(x)", 2, Kind.QUALITY),
            new Figure("recovered", "functions recovered", 2, Kind.QUALITY),
            Figure.ENTRIES,
            new Figure("effective_entries", "effective entries", 1, Kind.SPARSITY),
            new Figure("active_units", "active units", 1, Kind.SPARSITY),
            new Figure("hoyer_unit_rms", "Hoyer unit rms", 3, Kind.SPARSITY),
            new Figure("hoyer_signal_to_noise", "Hoyer μ/σ", 3, Kind.SPARSITY),
            new Figure("hoyer", "Hoyer (the paper’s)", 3, Kind.OTHER),
            new Figure("largest_share", "largest share", 2, Kind.OTHER),
            new Figure("reconstruction", "reconstruction", 2, Kind.OTHER),
            new Figure("divergence", "divergence", 2, Kind.OTHER),
            new Figure("elbo", "ELBO", 2, Kind.OTHER));

    private ImageFrontier() {}

    static String note(String settings) {
        return "Images that training does not see: nats per image, all constants, β = 1; mean ± standard deviation over"
                + " seeds (n − 1). log p(x) by importance sampling, of learned variances under their mean γ. "
                + settings
                + ". " + CodeSparsity.NOTE;
    }

    static String run(ImageRuns runs, List<FrontierModel> models, List<Long> seeds, boolean show, FrontierFiles files)
            throws IOException {
        List<Function<Likelihood, Recipe>> recipes = models.stream()
                .<Function<Likelihood, Recipe>>map(model -> likelihood -> model.on(likelihood, null))
                .toList();
        return files.write(points(runs.finish(recipes, seeds, show, so -> files.write(points(so)))));
    }

    private static List<FrontierPoint.Run> points(List<ImageRuns.Run> runs) {
        return runs.stream()
                .map(run -> new FrontierPoint.Run(FrontierModel.of(run.id()), run.latent(), run.seed(), run.figures()))
                .toList();
    }
}
