/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CounterNoiseTest {

    @Test
    void normal_followsTheNormalDistribution() {
        float[] values = new float[50_000];
        CounterNoise.normal(CounterNoise.key(3, Purpose.TRAINING, 1, 2), 0, values, 0, values.length);
        double[] sample = new double[values.length];
        Arrays.setAll(sample, i -> values[i]);
        assertThat(new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new NormalDistribution(), sample))
                .isGreaterThan(0.01);
        double product = 0;
        for (int i = 1; i < sample.length; i++) {
            product += sample[i] * sample[i - 1] / sample.length;
        }
        assertThat(product).as("correlation of neighbours").isCloseTo(0, Offset.offset(0.015));
    }

    /** The first and last layers of the ziggurat, wedges and tail: shares beyond points between and past the layers. */
    @Test
    void normal_hasTheRightShareInBodyAndTail() {
        float[] values = new float[4_000_000];
        CounterNoise.normal(CounterNoise.key(4, Purpose.TRAINING), 0, values, 0, values.length);
        NormalDistribution normal = new NormalDistribution();
        for (double x : new double[] {-4.2, -3.7, -3.6, -2, -1, -0.3, -0.01, 0.01, 0.3, 1, 2, 3.6, 3.7, 4.2}) {
            double expected = normal.cumulativeProbability(x);
            int below = 0;
            for (float value : values) {
                below += value < x ? 1 : 0;
            }
            double deviation = Math.sqrt(expected * (1 - expected) / values.length);
            assertThat((double) below / values.length)
                    .as("share below %s", x)
                    .isCloseTo(expected, Offset.offset(4 * deviation));
        }
    }

    @Test
    void numbers_dependOnKeyAndIndexAlone() {
        long key = CounterNoise.key(1, Purpose.TRAINING, 4, 5);
        float[] all = new float[100];
        CounterNoise.normal(key, 0, all, 0, 100);
        float[] tail = new float[40];
        CounterNoise.normal(key, 60, tail, 0, 40);
        assertThat(tail).isEqualTo(Arrays.copyOfRange(all, 60, 100));
    }

    @Test
    void values_areTheSameOnEveryPlatform() {
        float[] values = new float[4];
        CounterNoise.normal(CounterNoise.key(1, Purpose.TRAINING, 1, 0), 0, values, 0, 4);
        assertThat(values).containsExactly(GOLDEN);
    }

    /** Recorded once; a change would change every trained model. */
    private static final float[] GOLDEN = {0.26489794f, 1.0146264f, -2.0496652f, 1.5809537f};

    @Test
    void keys_ofDifferentUsesDiffer() {
        assertThat(new long[] {
                    CounterNoise.key(1, Purpose.TRAINING, 1, 2),
                    CounterNoise.key(1, Purpose.TRAINING, 2, 1),
                    CounterNoise.key(2, Purpose.TRAINING, 1, 2),
                    CounterNoise.key(1, Purpose.SHUFFLE, 1, 2),
                    CounterNoise.key(1, Purpose.TRAINING, 1)
                })
                .doesNotHaveDuplicates();
    }

    @Test
    void permute_isAPermutationAndUniform() {
        int[] order = new int[1000];
        CounterNoise.permute(7, order);
        int[] sorted = order.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertThat(sorted[i]).isEqualTo(i);
        }
        int[][] counts = new int[5][5];
        for (int trial = 0; trial < 20_000; trial++) {
            int[] five = new int[5];
            CounterNoise.permute(CounterNoise.key(trial, Purpose.SHUFFLE, 1), five);
            for (int i = 0; i < 5; i++) {
                counts[i][five[i]]++;
            }
        }
        for (int[] row : counts) {
            for (int count : row) {
                assertThat(count).isBetween(3750, 4250);
            }
        }
    }

    /** The series that settles most points at a layer's edge says what the density itself says, near it and far from it. */
    @Test
    void series_answersAsTheDensity() {
        double[] widths = CounterNoise.tables()[0];
        for (int layer = 1; layer <= Ziggurat.LAST_LAYER; layer++) {
            for (int i = 0; i <= 200; i++) {
                double share = i / 200.0;
                double x = widths[layer + 1] + share * (widths[layer] - widths[layer + 1]);
                double density = StrictMath.exp(-0.5 * x * x);
                for (double off : new double[] {
                    -1e-1, -1e-3, -1e-6, -1e-9, -1e-12, -1e-15, 0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1e-1
                }) {
                    double y = density * (1 + off);
                    assertThat(Ziggurat.isUnderDensity(y, x, layer))
                            .as("layer %s, x = %s, off by %s", layer, x, off)
                            .isEqualTo(y < density);
                }
            }
        }
    }
}
