/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.LineChart;
import io.github.sdmvae.report.chart.LineChart.Line;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.train.EpochReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How losses fall over the epochs: as a picture and as CSV. */
final class LearningCurves {
    private LearningCurves() {}

    static Figure figure(List<ModelResult> results) {
        List<Panel> panels = List.of(
                chart("loss (negative ELBO)", results, LossTerms::loss),
                chart("reconstruction term", results, LossTerms::reconstruction),
                chart("divergence term", results, LossTerms::divergence));
        return new Figure("Learning curves (solid: validation, dashed: training)", 3, 380, 320, panels);
    }

    private static Panel chart(String title, List<ModelResult> results, ToDoubleFunction<LossTerms> term) {
        List<Line> lines = new ArrayList<>();
        for (ModelResult result : results) {
            List<EpochReport> history = result.training().history();
            double[] epochs = history.stream().mapToDouble(EpochReport::epoch).toArray();
            lines.add(new Line(
                    result.title(),
                    true,
                    epochs,
                    history.stream().mapToDouble(e -> value(e.training(), term)).toArray()));
            lines.add(Line.solid(
                    result.title(),
                    epochs,
                    history.stream()
                            .mapToDouble(e -> value(e.validation(), term))
                            .toArray()));
        }
        return LineChart.of(title, "epoch", "nats per frame", lines);
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
