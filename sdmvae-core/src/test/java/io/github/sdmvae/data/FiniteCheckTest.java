/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FiniteCheckTest {
    private static final int MANY = 3 * 64 * 1024 + 2 * 1024 + 77;

    private static float[] finite(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i % 3 == 0 ? Float.MAX_VALUE : i % 3 == 1 ? -Float.MAX_VALUE : Float.MIN_VALUE;
        }
        return values;
    }

    @Test
    void finiteStart_isPastAllWholeBlocks_whateverTheirSize() {
        assertThat(FiniteCheck.finiteStart(finite(MANY))).isEqualTo(MANY - 77);
        assertThat(FiniteCheck.finiteStart(finite(1023))).isZero();
        assertThat(FiniteCheck.finiteStart(finite(1024))).isEqualTo(1024);
    }

    @Test
    void valueThatIsNotFinite_isNamed_whereverItStands() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            for (int at : new int[] {0, 1023, 1024, 65_535, 65_536, 131_073, 3 * 65_536 + 2047, MANY - 77, MANY - 1}) {
                float[] values = finite(MANY);
                values[at] = bad;
                assertThat(FiniteCheck.finiteStart(values)).isLessThanOrEqualTo(at);
                assertThatThrownBy(() -> Frames.wrap(values, 1, "test"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("row " + at + " column 0 is " + bad);
            }
        }
    }

    @Test
    void ofSeveral_theFirstIsNamed() {
        float[] values = finite(MANY);
        Arrays.fill(values, 70_000, MANY, Float.NaN);
        assertThatThrownBy(() -> Frames.wrap(values, 1, "test")).hasMessageContaining("row 70000 ");
    }
}
