/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.internal.CounterNoise.Purpose;
import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CounterNoiseTest {

    /** Probabilities and quantiles from an independent implementation, centre to far tail. */
    private static final double[][] QUANTILES = {
        {1e-300, -37.0470962993612},
        {1e-16, -8.222082216130435},
        {1e-12, -7.034483825301132},
        {1e-09, -5.9978070150076865},
        {1e-05, -4.2648907939228256},
        {0.01, -2.3263478740408408},
        {0.074, -1.4466320671589785},
        {0.076, -1.4325027208258114},
        {0.3, -0.5244005127080407},
        {0.49, -0.025068908258711057}
    };

    @Test
    void inverseNormal_isTheQuantileOverTheWholeRange() {
        for (double[] pair : QUANTILES) {
            double x = CounterNoise.inverseNormal(pair[0]);
            assertThat(x / pair[1]).as("quantile of %s", pair[0]).isCloseTo(1, Offset.offset(1e-14));
        }
        assertThat(CounterNoise.inverseNormal(0.5)).isZero();
        assertThat(CounterNoise.inverseNormal(0.75)).isEqualTo(-CounterNoise.inverseNormal(0.25));
    }

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
    private static final float[] GOLDEN = {-0.86843544f, -0.6658873f, 0.014425395f, -0.3654232f};

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
}
