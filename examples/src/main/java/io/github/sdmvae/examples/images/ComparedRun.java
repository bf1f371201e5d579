/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.examples.picture.LatentPatterns;
import io.github.sdmvae.metrics.ActiveUnits;
import io.github.sdmvae.model.DecodingMask;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.LogLikelihood;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * A trained model with its figures on the validation set.
 *
 * @param kind which model
 * @param seed of data, weights and noise
 * @param training how it was trained
 * @param evaluation loss by term
 * @param logLikelihood estimate of log p(x); null where there is none
 * @param sparsity of the codes of the validation set
 * @param error mean squared error of a pixel, coded by the mean
 * @param patterns what each latent draws
 * @param recovered share of the functions found; NaN where there are none
 * @param neighbours share of images whose nearest neighbour in code is of their class; NaN without classes
 */
@SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
record ComparedRun(
        ComparedModel kind,
        long seed,
        TrainingResult training,
        Evaluation evaluation,
        @Nullable LogLikelihood logLikelihood,
        CodeSparsity sparsity,
        double error,
        float[][] patterns,
        double recovered,
        double neighbours) {
    static final int PATTERN_POINTS = 500;
    private static final int LIKELIHOOD_POINTS = 1_000;
    private static final int NEIGHBOUR_POINTS = 5_000;

    static ComparedRun of(ComparedModel kind, long seed, TrainingResult training, ImageSet images, int draws) {
        Vae model = training.model();
        float[][] rows = images.validation().toRows();
        float[][] codes = model.encode(rows);
        float[][] patterns =
                LatentPatterns.of(model, model.encode(ImageSet.first(images.validation(), PATTERN_POINTS)));
        return new ComparedRun(
                kind,
                seed,
                training,
                model.evaluate(images.validation()),
                logLikelihood(model, images, draws, seed),
                CodeSparsity.of(model, images.validation()),
                meanSquare(rows, model.decode(codes)),
                patterns,
                images.functions().length == 0 ? Double.NaN : Recovery.share(images.functions(), patterns),
                neighbours(model, images, codes));
    }

    /** Of training, validation included; what kills have cost is not counted. */
    double seconds() {
        return training.history().stream().mapToDouble(EpochReport::seconds).sum();
    }

    static @Nullable LogLikelihood logLikelihood(Vae model, ImageSet images, int draws, long seed) {
        boolean none = model.definition().prior().strategies().noImportance() != null;
        if (none || draws == 0) {
            return null;
        }
        return model.logLikelihood(Frames.of(ImageSet.first(images.validation(), LIKELIHOOD_POINTS)), draws, seed);
    }

    static double meanSquare(float[][] rows, float[][] others) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int p = 0; p < rows[i].length; p++) {
                double difference = (double) rows[i][p] - others[i][p];
                sum += difference * difference / rows[i].length;
            }
        }
        return sum / rows.length;
    }

    private static double neighbours(Vae model, ImageSet images, float[][] codes) {
        if (!images.hasClasses()) {
            return Double.NaN;
        }
        float[][] known = model.encode(ImageSet.first(images.train(), NEIGHBOUR_POINTS));
        return Neighbours.agreement(known, images.trainLabels(), codes, images.labels());
    }

    Vae model() {
        return training.model();
    }

    boolean isVariational() {
        return model().definition().prior().isDistribution();
    }

    /** The bound with all constants, so that it may stand beside log p(x); a hyperprior's density is no part of it. */
    double elbo() {
        return isVariational() ? -(reconstruction() + evaluation.terms().divergence()) : Double.NaN;
    }

    double reconstruction() {
        return evaluation.terms().reconstruction() + evaluation.constant();
    }

    /** Not defined for autoencoders: their penalty is no divergence. */
    double activeUnits() {
        return !isVariational()
                ? Double.NaN
                : evaluation.unitDivergence().stream()
                        .filter(nats -> nats > ActiveUnits.DIVERGENCE_THRESHOLD)
                        .count();
    }

    /** The term of the loss that belongs to the batch, before any weight on the bound; NaN without a selector. */
    double penalty() {
        return evaluation.terms().penalties().getOrDefault("penalty", Double.NaN);
    }

    /** How many latents a pixel depends on; NaN without sparse decoding. */
    double latentsPerFeature() {
        return model().decodingMask().map(DecodingMask::latentsPerFeature).orElse(Double.NaN);
    }

    double varyingUnits() {
        return evaluation.unitMeanVariance().stream()
                .filter(variance -> variance > ActiveUnits.VARIANCE_THRESHOLD)
                .count();
    }
}
