/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.report.markup.Markup;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
    private static final Scale UNIT = new Scale("value", 0, 1);

    @Test
    void ticks_areRoundAndInside() {
        assertThat(new Scale("f", 0, 8).ticks(5)).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
        assertThat(new Scale("f", -40, 40).ticks(8)).hasSize(9).contains(-40.0, 0.0, 40.0);
        assertThat(new Scale("f", 0.03, 0.26).ticks(3)).hasSize(2);
        assertThat(new Scale("f", 0, 3.1).text(0.5, 7)).isEqualTo("0.5");
        assertThat(new Scale("f", -40, 40).text(-40, 8)).isEqualTo("\u221240");
    }

    @Test
    void scale_withoutExtent() {
        assertThatThrownBy(() -> new Scale("f", 1, 1)).hasMessageContaining("1.0 to 1.0 for f");
    }

    @Test
    void scale_aroundNumbers() {
        Scale scale = Scale.around("f", 2, Double.NaN, 12, Double.POSITIVE_INFINITY);
        assertThat(scale.low()).isEqualTo(1.4);
        assertThat(scale.high()).isEqualTo(12.6);
        assertThat(Scale.around("f", 5, 5).position(5)).isEqualTo(0.5);
        assertThat(Scale.around("f", Double.NaN)).isEqualTo(new Scale("f", 0, 1));
    }

    @Test
    void indexedColours_areTheSame() {
        for (int i = 0; i < 255; i++) {
            double position = i / 254.0;
            assertThat(ColourMap.index(position)).isEqualTo(i);
            assertThat(ColourMap.SIGNED.indexed().getRGB(i) & 0xffffff).isEqualTo(ColourMap.SIGNED.colour(position));
        }
        assertThat(ColourMap.index(-1)).isZero();
        assertThat(ColourMap.index(2)).isEqualTo(254);
        int neutral = ColourMap.SIGNED.indexed().getRGB(ColourMap.index(Double.NaN)) & 0xffffff;
        assertThat(neutral).isEqualTo(ColourMap.SIGNED.colour(Double.NaN));
        assertThat(ColourMap.GREY.gradient()).isEqualTo("linear-gradient(to right,#000000,#ffffff)");
    }

    @Test
    void heatMap_ofAPageIsThatOfAFigure() throws IOException {
        float[][] values = {{1, 0, Float.NaN}, {0, 0.5f, 0}};
        HeatMap map = new HeatMap("", values, UNIT, UNIT, UNIT, ColourMap.AMOUNT);
        BufferedImage page = ImageIO.read(new ByteArrayInputStream(map.png()));
        assertThat(page.getWidth()).isEqualTo(2);
        assertThat(page.getHeight()).isEqualTo(3);
        assertThat(page.getRGB(0, 2) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(1));
        assertThat(page.getRGB(0, 0) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(Double.NaN));
        assertThat(page.getRGB(1, 1) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(127 / 254.0));
        HeatMap large = new HeatMap("", new float[2000][600], UNIT, UNIT, UNIT, ColourMap.AMOUNT);
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(large.png()));
        assertThat(small.getWidth()).isEqualTo(800);
        assertThat(small.getHeight()).isEqualTo(257);
    }

    @Test
    void colours_atAndBeyondTheEnds() {
        assertThat(ColourMap.AMOUNT.colour(0))
                .isEqualTo(ColourMap.AMOUNT.colour(-3))
                .isEqualTo(0x05040f);
        assertThat(ColourMap.AMOUNT.colour(1))
                .isEqualTo(ColourMap.AMOUNT.colour(9))
                .isEqualTo(0xfcfdbf);
        assertThat(ColourMap.SIGNED.colour(0.5)).isEqualTo(0xf8f8f8);
        assertThat(ColourMap.AMOUNT.colour(Double.NaN)).isEqualTo(0x909090);
    }

    @Test
    void amount_getsLighterAllTheWay() {
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            int colour = ColourMap.AMOUNT.colour(i / 100.0);
            double lightness = 0.3 * (colour >> 16) + 0.59 * (colour >> 8 & 0xff) + 0.11 * (colour & 0xff);
            assertThat(lightness).isGreaterThan(before);
            before = lightness;
        }
    }

    @Test
    void heatMap_lowRowsAtTheBottomFirstColumnLeft() {
        float[][] values = {{1, 0, 0}, {0, 0, 0}};
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        new HeatMap("", values, UNIT, UNIT, UNIT, ColourMap.AMOUNT).draw(graphics, new Rectangle(0, 0, 40, 30));
        assertThat(image.getRGB(0, 29) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(1));
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(0));
        assertThat(image.getRGB(39, 29) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(0));
    }

    @Test
    void heatMap_moreCellsThanPixelsAverages() {
        float[][] values = new float[100][100];
        values[50][50] = 1;
        BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
        new HeatMap("", values, UNIT, UNIT, new Scale("", 0, 0.01), ColourMap.AMOUNT)
                .draw(image.createGraphics(), new Rectangle(0, 0, 10, 10));
        assertThat(image.getRGB(5, 4) & 0xffffff).isEqualTo(ColourMap.AMOUNT.colour(1));
    }

    @Test
    void figure_hasRoomForEveryPanel() {
        Panel map = new HeatMap("a", new float[][] {{1}}, UNIT, UNIT, UNIT, ColourMap.AMOUNT);
        LineChart.Line line = LineChart.Line.solid("b", new double[] {0, 1}, new double[] {0, Double.NaN});
        Panel chart = new LineChart("b", UNIT, UNIT, List.of(line));
        BufferedImage image = new Figure("all", 2, 200, 100, List.of(map, map, chart)).image();
        assertThat(image.getWidth()).isGreaterThan(400);
        assertThat(image.getHeight()).isGreaterThan(200);
    }

    @Test
    void figure_withoutPanels() {
        assertThatThrownBy(() -> new Figure("", 1, 10, 10, List.of())).hasMessageContaining("0 panels");
    }

    @Test
    void sheet_showsRowsFromTheTopAndImagesFromTheLeft() {
        float[] dark = {0, 0, 0, 0, 0, 0};
        float[] light = {0, 0, 0, 0, 0, 1};
        ImageSheet.Row row = new ImageSheet.Row("", new Scale("", 0, 1), ColourMap.GREY, List.of(dark, light));
        BufferedImage image = new ImageSheet("", new ImageFormat(2, 3, 4, UNIT), List.of(row)).image();
        assertThat(image.getRGB(8, 8) & 0xffffff).isZero();
        assertThat(image.getRGB(8 + 12 + 3 + 11, 8 + 7) & 0xffffff).isEqualTo(0xffffff);
        assertThat(image.getRGB(8 + 12 + 3, 8) & 0xffffff).isZero();
    }

    @Test
    void scatter_paintsInsideAndNamesClasses() {
        float[][] points = {{0.5f, 0.5f}, {9, 9}};
        Scale unit = new Scale("", 0, 1);
        BufferedImage image = new BufferedImage(60, 60, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        new Scatter("", points, new int[0], unit, unit).draw(graphics, new Rectangle(10, 10, 40, 40));
        assertThat(image.getRGB(30, 30) & 0xffffff).isNotZero();
        assertThat(image.getRGB(45, 15) & 0xffffff).isZero();
        new Scatter("", points, new int[] {3, 3}, unit, unit).draw(graphics, new Rectangle(10, 10, 40, 40));
        assertThat(image.getRGB(24, 29) & 0xffffff).isNotZero();
        assertThatThrownBy(() -> new Scatter("", points, new int[1], unit, unit))
                .hasMessageContaining("1 classes for 2 points");
    }

    @Test
    void levels_leaveOutliersOut() {
        float[][] rows = new float[1000][1];
        for (int i = 0; i < rows.length; i++) {
            rows[i][0] = i;
        }
        rows[0][0] = -1e6f;
        Scale range = Levels.range("", rows, 0, 0.01);
        assertThat(range.low()).isBetween(-40.0, 10.0);
        assertThat(range.high()).isBetween(989.0, 1040.0);
        assertThat(Levels.percentile(rows, 1)).isEqualTo(999);
        assertThat(Arrays.stream(Levels.relative(rows)).mapToDouble(row -> row[0]))
                .allMatch(size -> size <= 1);
        assertThat(Levels.range("", new float[2][1], 0, 0.01).low()).isNegative();
    }

    @Test
    void decibels_haveAFloor() {
        assertThat(Levels.decibels(new float[][] {{1, 0, 100}})).isDeepEqualTo(new float[][] {{0, -100, 20}});
    }

    @Test
    void lineChart_leavesTheSteepBeginningOut() {
        double[] epochs = IntStream.rangeClosed(1, 24).asDoubleStream().toArray();
        double[] losses = Arrays.stream(epochs).map(e -> e <= 2 ? 1e6 : 100 - e).toArray();
        LineChart chart = LineChart.of("t", "epoch", "nats", List.of(LineChart.Line.solid("l", epochs, losses)));
        assertThat(chart.y().high()).isBetween(97.0, 100.0);
        assertThat(chart.y().label()).isEqualTo("nats");
        assertThat(chart.x().position(24)).isBetween(0.9, 1.0);
    }

    @Test
    void linesOfOneName_shareAColourAndALineOfTheLegend() {
        double[] two = {0, 1};
        LineChart.Line other = LineChart.Line.solid("other", two, two);
        LineChart.Line dashed = new LineChart.Line("model", true, two, two);
        LineChart.Line solid = LineChart.Line.solid("model", two, two);
        LineChart chart = LineChart.of("t", "x", "y", List.of(other, dashed, solid));
        assertThat(chart.names()).containsExactly("other", "model");
        Markup page = new Markup();
        chart.writeSvg(page, chart.names());
        assertThat(page.toString()).contains("class=\"line s0\"", "class=\"line s1 dashed\"", "class=\"line s1\"");
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        chart.draw(image.createGraphics(), new Rectangle(0, 0, 300, 200));
        assertThat(colours(image)).contains(0x0072b2, 0xd55e00).doesNotContain(0x00875f);
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int px = 0; px < image.getWidth(); px++) {
            for (int py = 0; py < image.getHeight(); py++) {
                colours.add(image.getRGB(px, py) & 0xffffff);
            }
        }
        return colours;
    }

    @Test
    void style_knowsTheColoursInLightAndDark() {
        assertThat(ChartStyle.css())
                .contains("--s0:#0072b2;", "--s0:#4aa8e0;", ".s9{stroke:var(--s9)}", ".b9{background:var(--s9)}")
                .contains("svg .dashed");
        assertThat(ChartStyle.swatch(10)).isEqualTo("b0");
    }
}
