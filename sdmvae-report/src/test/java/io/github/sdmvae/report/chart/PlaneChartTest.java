/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.report.chart.PlaneChart.Panel;
import io.github.sdmvae.report.chart.PlaneChart.Point;
import io.github.sdmvae.report.chart.PlaneChart.Series;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class PlaneChartTest {
    @TempDir
    Path folder;

    private static Point point(String label, double x, double y) {
        return new Point(label, x, y, Double.NaN, Double.NaN);
    }

    private static final Panel PANEL = new Panel(
            "PESQ",
            "entries",
            List.of(
                    new Series("VAE", List.of(point("β = 1", 16, 3.0), point("β = 4 & more", 12, 2.5))),
                    new Series(
                            "SDM",
                            List.of(
                                    new Point("", 16, 3.1, 0.5, 0.02),
                                    point("β = 4", 9, 2.9),
                                    point("undefined", Double.NaN, 2.9)))));

    @Test
    void frontier_holdsWhatNoOtherBetters() {
        assertThat(PANEL.frontier()).extracting(Point::x).containsExactly(9.0, 16.0);
        assertThat(PANEL.frontier()).extracting(Point::y).containsExactly(2.9, 3.1);
    }

    @Test
    void axes_holdPointsAndBars() {
        assertThat(PANEL.x().low()).isLessThan(9);
        assertThat(PANEL.x().high()).isGreaterThan(16.5);
        assertThat(PANEL.y().low()).isLessThan(2.5);
        assertThat(PANEL.y().high()).isGreaterThan(3.12);
    }

    @Test
    void picture_isXmlWithEveryPoint() throws Exception {
        Path file = folder.resolve("plane.svg");
        new PlaneChart("m = 32", List.of(PANEL, PANEL, PANEL)).writeSvg(file);
        String text = Files.readString(file);
        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        // Two of the legend, and four points in each panel: one has no place.
        assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2 + 3 * 4);
        assertThat(text)
                .contains(">m = 32<", ">PESQ<", ">entries<", ">VAE<", ">SDM<", "β = 4 &amp; more", "class=\"f1\"")
                .doesNotContain("NaN");
    }

    @Test
    void aChartWithoutPoints_isEmptyButWhole() throws Exception {
        Path file = folder.resolve("empty.svg");
        new PlaneChart("nothing yet", List.of(new Panel("y", "x", List.of(new Series("a", List.of()))))).writeSvg(file);
        assertThat(Files.readString(file)).contains("nothing yet").doesNotContain("NaN");
    }

    @Test
    void aChartWithoutPanels_isRefused() {
        assertThatThrownBy(() -> new PlaneChart("t", List.of())).hasMessageContaining("at least one panel");
    }
}
