/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.report.chart.Figure;
import io.github.sdmvae.report.chart.LineChart;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.LearningCurve;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingCurvesTest {
    private static final LearningCurve CURVE = new LearningCurve(List.of(
            new EpochReport(1, new LossTerms(5, 2, 0, 1), new LossTerms(6, 1, 0, 1), null, 1e-3, 1, true),
            new EpochReport(2, new LossTerms(4, 1.5, 0, 1), null, null, 1e-3, 1, true)));

    @Test
    void figure_hasALineForTrainingAndOneForValidation(@TempDir Path folder) throws Exception {
        Figure figure = TrainingCurves.of(Map.of("mine", CURVE));
        assertThat(figure.panels()).hasSize(3);
        LineChart loss = (LineChart) figure.panels().get(0);
        assertThat(loss.lines()).extracting(LineChart.Line::dashed).containsExactly(true, false);
        assertThat(loss.lines().get(0).ys()).containsExactly(7, 5.5);
        assertThat(loss.lines().get(1).ys()).containsExactly(7, Double.NaN);
        assertThat(((LineChart) figure.panels().get(2)).lines().get(0).ys()).containsExactly(2, 1.5);
        Path file = folder.resolve("curves.png");
        figure.writePng(file);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(1000);
    }

    @Test
    void nothing_isNotDrawn() {
        assertThatThrownBy(() -> TrainingCurves.of(Map.of())).hasMessageContaining("no curves");
    }
}
