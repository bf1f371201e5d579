/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In tiles, what comes of a row depends on that row alone. */
class TiledTest {
    private static final float[][] ROWS = TestParts.rows(TestParts.speechLike(150, 513, 5), 150);

    private static Vae model(int tile) {
        ModelDefinition definition =
                ModelDefinition.builder().inputSize(513).latentSize(32).build();
        return Vae.untrained(definition).tiled(tile);
    }

    @Test
    void inTilesOfOne_aRowHasTheSameBitsAloneAndAmongOthers() {
        Vae model = model(1);
        float[][] codes = model.encode(ROWS);
        float[][] means = model.decode(codes);
        for (int i : new int[] {0, 1, 63, 64, 149}) {
            assertThat(model.encode(new float[][] {ROWS[i]})[0]).isEqualTo(codes[i]);
            assertThat(model.decode(new float[][] {codes[i]})[0]).isEqualTo(means[i]);
        }
        float[][] fewer = Arrays.copyOfRange(ROWS, 60, 147);
        assertThat(model.encode(fewer)).isDeepEqualTo(Arrays.copyOfRange(codes, 60, 147));
        assertThatThrownBy(() -> model.tiled(0)).hasMessageContaining("got 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void inLargerTiles_aRowInItsPlaceDoesNotDependOnTheOthers(int tile) {
        Vae model = model(tile);
        float[][] codes = model.encode(ROWS);
        for (int i : new int[] {0, 7, 64, 141}) {
            int first = i / tile * tile;
            float[][] alone = new float[i - first + 1][513];
            alone[i - first] = ROWS[i];
            assertThat(model.encode(alone)[i - first]).as("row %d", i).isEqualTo(codes[i]);
        }
    }
}
