/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.classic.FitHistory;
import io.github.sdmvae.classic.GaussianMixture;
import io.github.sdmvae.classic.KMeans;
import io.github.sdmvae.classic.ProbabilisticPca;
import io.github.sdmvae.data.Frames;
import java.util.Locale;

/**
 * The classical models, fitted to the same rows.
 *
 * @param kMeans clusters
 * @param diagonal mixture without correlations
 * @param full mixture with correlations
 * @param closedForm PPCA by an eigendecomposition
 * @param byEm PPCA by EM
 */
record ClassicModels(
        KMeans kMeans,
        GaussianMixture diagonal,
        GaussianMixture full,
        ProbabilisticPca closedForm,
        ProbabilisticPca byEm) {

    /** One row per model: figures per row of the training and of the validation set. */
    String markdown(Frames train, Frames validation) {
        return "| model | figure | training | validation | iterations | converged |\n"
                + "| --- | --- | ---: | ---: | ---: | --- |\n"
                + line(
                        "K-means",
                        "mean squared distance",
                        kMeans.inertia(train) / train.size(),
                        kMeans.inertia(validation) / validation.size(),
                        kMeans.history())
                + mixture("Gaussian mixture, diagonal", diagonal, train, validation)
                + mixture("Gaussian mixture, full", full, train, validation)
                + pca("PPCA, closed form", closedForm, train, validation)
                + pca("PPCA, EM", byEm, train, validation);
    }

    private static String mixture(String title, GaussianMixture model, Frames train, Frames validation) {
        return line(
                title,
                "mean log p, nats",
                model.meanLogLikelihood(train),
                model.meanLogLikelihood(validation),
                model.history());
    }

    private static String pca(String title, ProbabilisticPca model, Frames train, Frames validation) {
        String noise = String.format(Locale.ROOT, "mean log p, nats (noise %.3g)", Math.sqrt(model.noiseVariance()));
        return line(title, noise, model.meanLogLikelihood(train), model.meanLogLikelihood(validation), model.history());
    }

    private static String line(String title, String figure, double train, double validation, FitHistory history) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %d | %s |%n",
                title,
                figure,
                train,
                validation,
                history.iterations(),
                history.converged() ? "yes" : "no");
    }
}
