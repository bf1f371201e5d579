/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GeneratedImagesTest {

    @Test
    void patches_haveOrthonormalFunctions() {
        double[][] functions = GeneratedImages.patches(3).functions();
        assertThat(functions).hasDimensions(5, 25);
        for (int f = 0; f < 5; f++) {
            for (int g = 0; g < 5; g++) {
                double product = 0;
                for (int p = 0; p < 25; p++) {
                    product += functions[f][p] * functions[g][p];
                }
                assertThat(product).isCloseTo(f == g ? 1 : 0, within(1e-12));
            }
        }
        assertThat(functions).isDeepEqualTo(GeneratedImages.patches(3).functions());
        assertThat(functions).isNotEqualTo(GeneratedImages.patches(4).functions());
    }

    @Test
    void patchWeights_areLaplaceAtThreeTenths() {
        float[][] weights = GeneratedImages.patches(1).draw(20_000, 2).weights();
        int active = 0;
        double sum = 0;
        double magnitude = 0;
        double squares = 0;
        for (float[] row : weights) {
            for (float weight : row) {
                active += weight == 0 ? 0 : 1;
                sum += weight;
                magnitude += Math.abs(weight);
                squares += weight * weight;
            }
        }
        // Of 100 000 weights; Laplace(1): mean 0, mean magnitude 1, mean square 2. Four standard errors.
        assertThat(active / 1e5).isCloseTo(0.3, within(0.006));
        assertThat(sum / active).isCloseTo(0, within(0.033));
        assertThat(magnitude / active).isCloseTo(1, within(0.023));
        assertThat(squares / active).isCloseTo(2, within(0.11));
    }

    @Test
    void image_isTheWeightedSumPlusNoise() {
        GeneratedImages[] sources = {GeneratedImages.templates(), GeneratedImages.patches(5)};
        for (GeneratedImages source : sources) {
            GeneratedImages.Draw draw = source.draw(1000, 9);
            double[][] functions = source.functions();
            float[][] weights = draw.weights();
            double squares = 0;
            for (int i = 0; i < 1000; i++) {
                float[] image = draw.frames().row(i);
                for (int p = 0; p < image.length; p++) {
                    double rest = image[p] - sum(functions, weights[i], p);
                    squares += rest * rest;
                }
            }
            double deviation = Math.sqrt(squares / (1000 * draw.frames().width()));
            assertThat(deviation).isCloseTo(0.05, within(0.001));
            float[] clean = source.withNoise(0).draw(1, 9).frames().row(0);
            assertThat((double) clean[7]).isCloseTo(sum(functions, weights[0], 7), within(1e-6));
        }
    }

    private static double sum(double[][] functions, float[] weights, int pixel) {
        double sum = 0;
        for (int f = 0; f < weights.length; f++) {
            sum += weights[f] * functions[f][pixel];
        }
        return sum;
    }

    @Test
    void templates_areTwoBumps() {
        GeneratedImages source = GeneratedImages.templates();
        assertThat(source.side()).isEqualTo(10);
        assertThat(source.functions()).hasDimensions(2, 100);
        assertThat(source.functions()[0][22]).isCloseTo(Math.exp(-0.5 / 4.5), within(1e-12));
        assertThat(source.functions()[1][77]).isCloseTo(Math.exp(-0.5 / 4.5), within(1e-12));
        for (float[] row : source.draw(500, 1).weights()) {
            assertThat(row[0]).isBetween(0f, 1f);
        }
    }

    @Test
    void draw_dependsOnSeedAndIndexOnly() {
        GeneratedImages source = GeneratedImages.patches(1);
        float[] row = source.draw(50, 4).frames().row(7);
        assertThat(source.draw(8, 4).frames().row(7)).isEqualTo(row);
        assertThat(source.draw(8, 5).frames().row(7)).isNotEqualTo(row);
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeneratedImages.templates().draw(0, 1))
                .withMessageEndingWith("got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeneratedImages.templates().withNoise(-1))
                .withMessage("standardDeviation must be finite and at least 0, got -1.0");
    }
}
