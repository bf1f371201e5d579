/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.random.CounterNoise;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogProductTest {

    private static double exact(float[] x, int first, int count) {
        double sum = 0;
        for (int i = first; i < first + count; i++) {
            sum += StrictMath.log(x[i]);
        }
        return sum;
    }

    private static float[] spread(int n, double exponents) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) Math.exp((CounterNoise.uniform(7, i) - 0.5) * exponents);
        }
        return x;
    }

    /** Whole blocks, what is left of one, neither; from an index of its own. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 31, 32, 33, 257, 513, 1025})
    void sum_isThatOfTheLogarithms(int count) {
        float[] x = spread(count + 5, 60);
        double[] magnitude = new double[1];
        for (int i = 0; i < count; i++) {
            magnitude[0] += Math.abs(StrictMath.log(x[i + 3]));
        }
        assertThat(LogProduct.of(x, 3, count))
                .isCloseTo(exact(x, 3, count), Offset.offset(1e-12 + 1e-13 * magnitude[0]));
    }

    /** Nothing overflows on the way, and nothing becomes denormal. */
    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_NORMAL, Float.MAX_VALUE, 1.9999999f, 1, 0x1p-60f, 1e19f})
    void rowsOfOneNumber_keepTheirExponents(float value) {
        float[] x = new float[513];
        Arrays.fill(x, value);
        double one = StrictMath.log(value);
        assertThat(LogProduct.of(x, 0, x.length)).isCloseTo(513 * one, Offset.offset(1e-10 * (1 + Math.abs(one))));
    }

    @Test
    void extremesBesideEachOther_cancel() {
        float[] x = new float[64];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < 32 ? Float.MAX_VALUE : 1 / Float.MAX_VALUE * 4;
        }
        assertThat(LogProduct.of(x, 0, x.length)).isCloseTo(exact(x, 0, 64), Offset.offset(1e-9));
    }
}
