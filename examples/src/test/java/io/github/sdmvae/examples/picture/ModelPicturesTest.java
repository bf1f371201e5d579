/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.report.chart.ImageFormat;
import io.github.sdmvae.report.chart.ImageSheet;
import io.github.sdmvae.report.chart.Scale;
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
}
