/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.examples.picture.LatentPatterns;
import io.github.sdmvae.metrics.ActiveUnits;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.LogLikelihood;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.report.CodeSparsity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of a model on the images that training does not see, by name; what is not defined is missing. */
final class ImageFigures {
    private ImageFigures() {}

    static Map<String, Double> of(Vae model, ImageSet images, int draws, long seed) {
        Map<String, Double> figures = new LinkedHashMap<>();
        Evaluation evaluation = model.evaluate(images.validation());
        double reconstruction = evaluation.terms().reconstruction() + evaluation.constant();
        float[][] rows = images.validation().toRows();
        double error = ComparedRun.meanSquare(rows, model.decode(model.encode(rows)));
        put(figures, "reconstruction", reconstruction);
        put(figures, "divergence", evaluation.terms().divergence());
        put(figures, "elbo", -reconstruction - evaluation.terms().divergence());
        put(figures, "error", error);
        put(figures, "psnr", -10 * Math.log10(error));
        put(figures, "active_units", active(evaluation));
        logLikelihood(figures, ComparedRun.logLikelihood(model, images, draws, seed));
        sparsity(figures, CodeSparsity.of(model, images.validation()));
        if (images.functions().length > 0) {
            float[][] codes = model.encode(ImageSet.first(images.validation(), ComparedRun.PATTERN_POINTS));
            put(figures, "recovered", Recovery.share(images.functions(), LatentPatterns.of(model, codes)));
        }
        return figures;
    }

    private static double active(Evaluation evaluation) {
        return evaluation.unitDivergence().stream()
                .filter(nats -> nats > ActiveUnits.DIVERGENCE_THRESHOLD)
                .count();
    }

    /** With a prior fitted to every point it is no estimate of one model's log p(x): then that under the mean γ counts. */
    private static void logLikelihood(Map<String, Double> figures, @Nullable LogLikelihood estimate) {
        if (estimate != null) {
            put(figures, "log_p", comparable(estimate));
        }
    }

    private static double comparable(LogLikelihood estimate) {
        LogLikelihood underMean = estimate.underMeanGamma();
        return estimate.comparable() ? estimate.mean() : underMean == null ? Double.NaN : underMean.mean();
    }

    private static void sparsity(Map<String, Double> figures, CodeSparsity codes) {
        put(figures, "hoyer", codes.hoyer());
        put(figures, "hoyer_unit_rms", codes.hoyerUnitRms());
        put(figures, "hoyer_signal_to_noise", codes.hoyerSignalToNoise());
        put(figures, "entries_90", codes.entriesFor90());
        put(figures, "effective_entries", codes.effectiveEntries());
        put(figures, "largest_share", codes.largestShare());
    }

    private static void put(Map<String, Double> figures, String key, double value) {
        if (Double.isFinite(value)) {
            figures.put(key, value);
        }
    }
}
