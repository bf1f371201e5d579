/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
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
    void colours_atAndBeyondTheEnds() {
        assertThat(ColourMap.EMBER.colour(0))
                .isEqualTo(ColourMap.EMBER.colour(-3))
                .isEqualTo(0x05040f);
        assertThat(ColourMap.EMBER.colour(1))
                .isEqualTo(ColourMap.EMBER.colour(9))
                .isEqualTo(0xfcfdbf);
        assertThat(ColourMap.SIGNED.colour(0.5)).isEqualTo(0xf8f8f8);
        assertThat(ColourMap.EMBER.colour(Double.NaN)).isEqualTo(0x909090);
    }

    @Test
    void ember_getsLighterAllTheWay() {
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            int colour = ColourMap.EMBER.colour(i / 100.0);
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
        new HeatMap("", values, UNIT, UNIT, UNIT, ColourMap.EMBER).draw(graphics, new Rectangle(0, 0, 40, 30));
        assertThat(image.getRGB(0, 29) & 0xffffff).isEqualTo(ColourMap.EMBER.colour(1));
        assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(ColourMap.EMBER.colour(0));
        assertThat(image.getRGB(39, 29) & 0xffffff).isEqualTo(ColourMap.EMBER.colour(0));
    }

    @Test
    void heatMap_moreCellsThanPixelsAverages() {
        float[][] values = new float[100][100];
        values[50][50] = 1;
        BufferedImage image = new BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB);
        new HeatMap("", values, UNIT, UNIT, new Scale("", 0, 0.01), ColourMap.EMBER)
                .draw(image.createGraphics(), new Rectangle(0, 0, 10, 10));
        assertThat(image.getRGB(5, 4) & 0xffffff).isEqualTo(ColourMap.EMBER.colour(1));
    }

    @Test
    void figure_hasRoomForEveryPanel() {
        Panel map = new HeatMap("a", new float[][] {{1}}, UNIT, UNIT, UNIT, ColourMap.EMBER);
        LineChart.Series line = new LineChart.Series("b", 0, false, new double[] {0, 1}, new double[] {0, Double.NaN});
        Panel chart = new LineChart("b", List.of(line), UNIT, UNIT);
        BufferedImage image = new Figure("all", 2, 200, 100, List.of(map, map, chart)).image();
        assertThat(image.getWidth()).isGreaterThan(400);
        assertThat(image.getHeight()).isGreaterThan(200);
    }

    @Test
    void figure_withoutPanels() {
        assertThatThrownBy(() -> new Figure("", 1, 10, 10, List.of())).hasMessageContaining("0 panels");
    }
}
