/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.random.CounterNoise;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both loops, whichever of them this processor would take. Sizes are no multiples of what they group. */
class CpuStateProductTest {
    private static final int ROWS = 5;
    private static final int INNER = 13;
    private static final int OUTER = 37;

    private final float[] a = numbers(1, ROWS * INNER);
    private final float[] w = numbers(2, INNER * OUTER);

    private static float[] numbers(long key, int count) {
        float[] values = new float[count];
        CounterNoise.normal(key, 0, values, 0, count);
        return values;
    }

    private static float[] product(CpuStateKernel kernel, float[] a, int rows, float[] weight, boolean transposed) {
        CpuTensor left = tensor(rows, INNER, a);
        CpuTensor right = transposed ? tensor(OUTER, INNER, weight) : tensor(INNER, OUTER, weight);
        CpuTensor result = new CpuTensor(rows, OUTER);
        CpuStateProduct product = new CpuStateProduct(right, transposed, ROWS, kernel);
        product.prepare();
        product.multiply(left, result);
        float[] values = new float[rows * OUTER];
        result.read(values, 0);
        return values;
    }

    private static CpuTensor tensor(int rows, int columns, float[] values) {
        CpuTensor tensor = new CpuTensor(rows, columns);
        tensor.put(0, values, 0, rows * columns);
        return tensor;
    }

    private float[] transposedWeight() {
        float[] turned = new float[w.length];
        for (int i = 0; i < w.length; i++) {
            turned[i % OUTER * INNER + i / OUTER] = w[i];
        }
        return turned;
    }

    @ParameterizedTest
    @EnumSource
    void multiply_isTheProduct(CpuStateKernel kernel) {
        float[] values = product(kernel, a, ROWS, w, false);
        for (int i = 0; i < values.length; i++) {
            double expected = 0;
            for (int k = 0; k < INNER; k++) {
                expected += (double) a[i / OUTER * INNER + k] * w[k * OUTER + i % OUTER];
            }
            assertThat(values[i]).isCloseTo((float) expected, within(1e-5f));
        }
    }

    @ParameterizedTest
    @EnumSource
    void multiply_byTheTransposedWeight_isTheSame(CpuStateKernel kernel) {
        assertThat(product(kernel, a, ROWS, transposedWeight(), true)).isEqualTo(product(kernel, a, ROWS, w, false));
    }

    /** Streams of one or several sequences, and what diverged beside what did not. */
    @ParameterizedTest
    @EnumSource
    void multiply_ofARow_dependsOnNoOtherRow(CpuStateKernel kernel) {
        float[] all = product(kernel, a, ROWS, w, false);
        for (int b = 0; b < ROWS; b++) {
            float[] row = new float[INNER];
            System.arraycopy(a, b * INNER, row, 0, INNER);
            assertThat(product(kernel, row, 1, w, false))
                    .containsExactly(Arrays.copyOfRange(all, b * OUTER, (b + 1) * OUTER));
            float[] diverged = a.clone();
            Arrays.fill(diverged, (b + 1) % ROWS * INNER, (b + 1) % ROWS * INNER + INNER, Float.NaN);
            float[] beside = product(kernel, diverged, ROWS, w, false);
            assertThat(Arrays.copyOfRange(beside, b * OUTER, (b + 1) * OUTER))
                    .containsExactly(Arrays.copyOfRange(all, b * OUTER, (b + 1) * OUTER));
        }
    }
}
