/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.LineChart;
import io.github.sdmvae.report.chart.LineChart.Line;
import io.github.sdmvae.report.chart.Panel;
import io.github.sdmvae.train.LearningCurve;
import io.github.sdmvae.train.TrainingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How losses fell over the epochs, as a picture: the loss, its reconstruction and its divergence; solid the validation data,
 * dashed the training data.
 *
 * <pre>{@code
 * TrainingCurves.of(result).writePng(Path.of("curves.png"));
 * }</pre>
 */
public final class TrainingCurves {
    private static final int WIDTH = 380;
    private static final int HEIGHT = 320;

    private TrainingCurves() {}

    /**
     * The curves of one training.
     *
     * @param result of a trainer
     * @return the picture
     */
    public static Figure of(TrainingResult result) {
        return of(Map.of("model", result.curve()));
    }

    /**
     * The curves of several trainings.
     *
     * @param curves by the name in the legend, in order
     * @return the picture
     * @throws IllegalArgumentException if there are none
     */
    public static Figure of(Map<String, LearningCurve> curves) {
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("there are no curves to draw");
        }
        Map<String, ToDoubleFunction<LossTerms>> terms = new LinkedHashMap<>();
        terms.put("loss (negative ELBO)", LossTerms::loss);
        terms.put("reconstruction term", LossTerms::reconstruction);
        terms.put("divergence term", LossTerms::divergence);
        List<Panel> panels = new ArrayList<>();
        terms.forEach((title, term) -> panels.add(panel(title, curves, term)));
        return new Figure(
                "Learning curves (solid: validation, dashed: training)", panels.size(), WIDTH, HEIGHT, panels);
    }

    private static Panel panel(String title, Map<String, LearningCurve> curves, ToDoubleFunction<LossTerms> term) {
        List<Line> lines = new ArrayList<>();
        curves.forEach((name, curve) -> {
            lines.add(new Line(name, true, curve.epochs(), curve.training(term)));
            lines.add(Line.solid(name, curve.epochs(), curve.validation(term)));
        });
        return LineChart.of(title, "epoch", "nats per data point", lines);
    }
}
