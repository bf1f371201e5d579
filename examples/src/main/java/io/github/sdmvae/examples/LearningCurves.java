/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.report.TrainingCurves;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.LearningCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How losses fall over the epochs: as a picture and as CSV. */
final class LearningCurves {
    private LearningCurves() {}

    static Figure figure(List<ModelResult> results) {
        Map<String, LearningCurve> curves = new LinkedHashMap<>();
        results.forEach(result -> curves.put(result.title(), result.training().curve()));
        return TrainingCurves.of(curves);
    }

    private static double value(@Nullable LossTerms terms, ToDoubleFunction<LossTerms> term) {
        return terms == null ? Double.NaN : term.applyAsDouble(terms);
    }

    static String csv(List<ModelResult> results) {
        StringBuilder text = new StringBuilder("model,epoch,training reconstruction,training divergence,"
                + "validation reconstruction,validation divergence,learning rate,seconds,best\n");
        for (ModelResult result : results) {
            for (EpochReport e : result.training().history()) {
                text.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%.4f,%.4f,%.4f,%.4f,%.3g,%.3f,%b%n",
                        result.id(),
                        e.epoch(),
                        e.training().reconstruction(),
                        e.training().divergence(),
                        value(e.validation(), LossTerms::reconstruction),
                        value(e.validation(), LossTerms::divergence),
                        e.learningRate(),
                        e.seconds(),
                        e.best()));
            }
        }
        return text.toString();
    }
}
