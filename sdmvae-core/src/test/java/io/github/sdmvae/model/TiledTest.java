/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In tiles, what comes of a row depends on that row alone. */
class TiledTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 64})
    void row_hasTheSameBitsAloneAndAmongOthers(int tile) {
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(513).latentSize(32).build();
        Vae model = Vae.untrained(definition).tiled(tile);
        float[][] rows = TestParts.rows(TestParts.speechLike(150, 513, 5), 150);
        float[][] codes = model.encode(rows);
        float[][] means = model.decode(codes);
        for (int i : new int[] {0, 1, 63, 64, 149}) {
            float[][] alone = {rows[i]};
            assertThat(model.encode(alone)[0]).as("row %d", i).isEqualTo(codes[i]);
            assertThat(model.decode(new float[][] {codes[i]})[0]).isEqualTo(means[i]);
        }
        float[][] fewer = Arrays.copyOfRange(rows, 60, 147);
        assertThat(model.encode(fewer)).isDeepEqualTo(Arrays.copyOfRange(codes, 60, 147));
        assertThatThrownBy(() -> model.tiled(0)).hasMessageContaining("got 0");
    }
}
