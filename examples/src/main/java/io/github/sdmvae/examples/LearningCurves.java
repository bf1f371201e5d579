/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.examples.picture.Figure;
import io.github.sdmvae.examples.picture.LineChart;
import io.github.sdmvae.examples.picture.LineChart.Series;
import io.github.sdmvae.examples.picture.Panel;
import io.github.sdmvae.examples.picture.Scale;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import java.util.ArrayList;
import java.util.Arrays;
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
        List<Series> series = new ArrayList<>();
        int longest = 1;
        for (int i = 0; i < results.size(); i++) {
            List<EpochReport> history = results.get(i).training().history();
            longest = Math.max(longest, history.size());
            double[] epochs = history.stream().mapToDouble(EpochReport::epoch).toArray();
            series.add(new Series(
                    "",
                    i,
                    true,
                    epochs,
                    history.stream().mapToDouble(e -> value(e.training(), term)).toArray()));
            series.add(new Series(
                    results.get(i).title(),
                    i,
                    false,
                    epochs,
                    history.stream()
                            .mapToDouble(e -> value(e.validation(), term))
                            .toArray()));
        }
        return new LineChart(title, series, new Scale("epoch", 0, longest), range(series));
    }

    private static double value(@Nullable LossTerms terms, ToDoubleFunction<LossTerms> term) {
        return terms == null ? Double.NaN : term.applyAsDouble(terms);
    }

    /** All but the steep beginning, which would press the rest into a line at the bottom. */
    private static Scale range(List<Series> series) {
        double[] all = series.stream()
                .flatMapToDouble(s -> Arrays.stream(s.ys()).skip(s.ys().length / 15))
                .filter(Double::isFinite)
                .toArray();
        if (all.length == 0) {
            return new Scale("nats per frame", 0, 1);
        }
        double low = Arrays.stream(all).min().orElseThrow();
        double high = Arrays.stream(all).max().orElseThrow();
        double margin = Math.max(0.06 * (high - low), 1e-3);
        return new Scale("nats per frame", low - margin, high + margin);
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
