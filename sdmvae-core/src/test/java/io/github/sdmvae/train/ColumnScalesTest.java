/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.transform.DataTransform;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnScalesTest {
    private static final Frames MIXED = Frames.of(new float[][] {{1, 1e5f, 5}, {1, 3e5f, 5}, {1.5f, -2e5f, 5}});

    private static ModelDefinitionBuilder model(Likelihood likelihood) {
        return ModelDefinition.builder().inputSize(3).hidden(2).latentSize(1).likelihood(likelihood);
    }

    @Test
    void mixedUnits_areNamed() {
        assertThat(ColumnScales.warning(MIXED, model(Likelihood.gaussian(1)).build()))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("column 1 varies by 2.05e+05, column 0 by 0.236 (counted from 0)")
                        .contains("DataTransform.standardise(rows)"));
        Frames named = MIXED.named(List.of("a", "pressure, Pa", "c"));
        assertThat(ColumnScales.warning(named, model(Likelihood.gaussian(1)).build()))
                .hasValueSatisfying(text ->
                        assertThat(text).contains("column 1 (pressure, Pa) varies by 2.05e+05, column 0 (a) by 0.236"));
    }

    @Test
    void whatIsScaledOrFreeOfScale_isLeftAlone() {
        ModelDefinition scaled = model(Likelihood.gaussian(1))
                .dataTransform(DataTransform.standardise(MIXED))
                .build();
        assertThat(ColumnScales.warning(MIXED, scaled)).isEmpty();
        assertThat(ColumnScales.warning(
                        MIXED, model(Likelihood.complexGaussian()).build()))
                .isEmpty();
        Frames alike = Frames.of(new float[][] {{1, 200, 7}, {3, -90, 7}});
        assertThat(ColumnScales.warning(alike, model(Likelihood.gaussian(1)).build()))
                .isEmpty();
    }
}
