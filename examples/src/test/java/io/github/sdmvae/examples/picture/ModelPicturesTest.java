/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.Prior;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPicturesTest {
    private static final ImageFormat FORMAT = new ImageFormat(2, 3, 4, new Scale("", 0, 1));
    private static final Vae LINEAR = Vae.untrained(ModelDefinition.builder()
            .inputSize(6)
            .hidden()
            .latentSize(2)
            .prior(Prior.standardNormal())
            .likelihood(Likelihood.gaussian(1))
            .build());
    private static final float[][] CODES = {{-1, 0}, {1, 0}, {-1, 0}, {1, 0}};

    @Test
    void sheet_showsRowsFromTheTopAndImagesFromTheLeft() {
        float[] dark = {0, 0, 0, 0, 0, 0};
        float[] light = {0, 0, 0, 0, 0, 1};
        ImageSheet.Row row = new ImageSheet.Row("", new Scale("", 0, 1), ColourMap.GREY, List.of(dark, light));
        BufferedImage image = new ImageSheet("", FORMAT, List.of(row)).image();
        assertThat(image.getRGB(8, 8) & 0xffffff).isZero();
        assertThat(image.getRGB(8 + 12 + 3 + 11, 8 + 7) & 0xffffff).isEqualTo(0xffffff);
        assertThat(image.getRGB(8 + 12 + 3, 8) & 0xffffff).isZero();
    }

    @Test
    void sheet_ofNothingOrOfWrongSize() {
        assertThatThrownBy(() -> new ImageSheet("empty", FORMAT, List.of())).hasMessageContaining("empty");
        ImageSheet.Row row = ModelPictures.signed("", new float[][] {{1, 2}});
        assertThatThrownBy(() -> new ImageSheet("", FORMAT, List.of(row))).hasMessageContaining("6 pixels");
        assertThatThrownBy(() -> ImageFormat.of(0, 3, new Scale("", 0, 1))).hasMessageContaining("0 x 3");
    }

    @Test
    void patterns_ofALinearDecoderAreItsWeights() {
        float[][] patterns = LatentPatterns.of(LINEAR, CODES);
        NpyArray weights = LINEAR.weights().get("decoder.0.weight");
        assertThat(weights).isNotNull();
        for (int p = 0; p < 6; p++) {
            // The first entry's standard deviation is 1; the second never changes.
            assertThat(patterns[0][p]).isCloseTo(weights.toFloats()[p], within(1e-6f));
            assertThat(patterns[1][p]).isZero();
        }
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
    void modelPictures_haveRoomForAll() {
        float[][] inputs = new float[5][6];
        Map<String, Vae> models = Map.of("linear", LINEAR);
        assertThat(ModelPictures.reconstructions(FORMAT, inputs, models).rows()).hasSize(2);
        assertThat(ModelPictures.samples(FORMAT, models, 7, 1).rows().get(0).images())
                .hasSize(7);
        ImageSheet plane = ModelPictures.plane("plane", FORMAT, LINEAR, CODES, 3);
        assertThat(plane.rows()).hasSize(3).allMatch(row -> row.images().size() == 3);
        Map<String, float[][]> byTitle = Map.of("linear", LatentPatterns.of(LINEAR, CODES));
        assertThat(ModelPictures.patterns(FORMAT, byTitle).image().getHeight()).isGreaterThan(8);
        assertThat(ModelPictures.spread(Map.of("linear", CODES), new int[4]).panels())
                .hasSize(1);
        assertThat(ModelPictures.codes(Map.of("linear", CODES)).image().getWidth())
                .isGreaterThan(400);
        assertThat(ModelPictures.atoms("linear", Dictionary.dct(4, 8)).image().getWidth())
                .isGreaterThan(400);
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
}
