/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.mask;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.train.Trainer;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Points of four clusters, each of which uses two latents of its own of eight: a dimension selector finds which. The known mask
 * comes back as a partition of the code's entries into four pairs; a plain VAE uses most entries everywhere.
 */
class SelectorRecoveryTest {
    private static final int CLUSTERS = 4;
    private static final int LATENT = 8;
    private static final int WIDTH = 20;
    private static final int POINTS = 4000;
    private static final float[][] ROWS = new float[POINTS][WIDTH];
    private static final int[] CLUSTER = new int[POINTS];

    static {
        float[] factors = normal(7, LATENT * WIDTH);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < POINTS; i++) {
            CLUSTER[i] = random.nextInt(CLUSTERS);
            ROWS[i] = normal(1000L + i, WIDTH);
            float[] codes = normal(100_000L + i, 2);
            for (int j = 0; j < WIDTH; j++) {
                ROWS[i][j] *= 0.1f;
                for (int l = 0; l < 2; l++) {
                    ROWS[i][j] += codes[l] * factors[(2 * CLUSTER[i] + l) * WIDTH + j] / (float) Math.sqrt(2);
                }
            }
        }
    }

    private static float[] normal(long key, int count) {
        float[] values = new float[count];
        CounterNoise.normal(key, 0, values, 0, count);
        return values;
    }

    @Test
    void selector_findsWhichEntriesEachClusterUses() {
        double[][] energies = energies(DimensionSelector.of(10).ofCode(), 100);
        BitSet used = new BitSet();
        for (double[] shares : energies) {
            int[] pair = largestTwo(shares);
            assertThat(shares[pair[0]] + shares[pair[1]]).isGreaterThan(0.9);
            used.set(pair[0]);
            used.set(pair[1]);
        }
        assertThat(used.cardinality()).as("entries, two to a cluster").isEqualTo(LATENT);
    }

    @Test
    void plainModel_usesMostEntriesEverywhere() {
        for (double[] shares : energies(null, 30)) {
            int[] pair = largestTwo(shares);
            assertThat(shares[pair[0]] + shares[pair[1]]).isLessThan(0.8);
        }
    }

    /** Of each cluster's codes, by entry, summing to 1. */
    private static double[][] energies(@Nullable DimensionSelector selector, int epochs) {
        ModelDefinitionBuilder builder = ModelDefinition.builder()
                .inputSize(WIDTH)
                .hidden(64, 64)
                .latentSize(LATENT)
                .prior(Prior.standardNormal())
                .likelihood(Likelihood.gaussian(0.01))
                .seed(1);
        if (selector != null) {
            builder.selector(selector);
        }
        float[][] codes = Trainer.builder()
                .epochs(epochs)
                .batchSize(100)
                .learningRate(3e-3)
                .build()
                .fit(builder.build(), Frames.of(ROWS))
                .model()
                .encode(ROWS);
        double[][] energies = new double[CLUSTERS][LATENT];
        double[] sums = new double[CLUSTERS];
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < LATENT; j++) {
                energies[CLUSTER[i]][j] += (double) codes[i][j] * codes[i][j];
                sums[CLUSTER[i]] += (double) codes[i][j] * codes[i][j];
            }
        }
        for (int c = 0; c < CLUSTERS; c++) {
            for (int j = 0; j < LATENT; j++) {
                energies[c][j] /= sums[c];
            }
        }
        return energies;
    }

    private static int[] largestTwo(double[] shares) {
        int first = 0;
        for (int j = 1; j < shares.length; j++) {
            first = shares[j] > shares[first] ? j : first;
        }
        int second = first == 0 ? 1 : 0;
        for (int j = 0; j < shares.length; j++) {
            second = j != first && shares[j] > shares[second] ? j : second;
        }
        return new int[] {first, second};
    }
}
