/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.masks;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.random.CounterNoise;
import java.util.SplittableRandom;

/**
 * Points with a known mask: each of four clusters uses two latents of its own of eight; features are linear in the latents, with
 * noise of 0.1.
 *
 * @param rows points × 20
 * @param cluster of each point, from 0
 */
@SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
record ClusterPoints(float[][] rows, int[] cluster) {
    static final int CLUSTERS = 4;
    static final int OWN = 2;
    static final int LATENT = CLUSTERS * OWN;
    static final int WIDTH = 20;
    static final double NOISE = 0.1;

    private static final long FACTORS = 7;
    private static final long ROWS = 1_000;
    private static final long CODES = 1_000_000_000;

    /**
     * Generates points.
     *
     * @param first number of the first: other numbers, other points of the same clusters
     * @param count how many
     */
    static ClusterPoints of(int first, int count) {
        float[] factors = normal(FACTORS, LATENT * WIDTH);
        float[][] rows = new float[count][];
        int[] cluster = new int[count];
        for (int i = 0; i < count; i++) {
            cluster[i] = new SplittableRandom(first + i).nextInt(CLUSTERS);
            rows[i] = row(first + i, cluster[i], factors);
        }
        return new ClusterPoints(rows, cluster);
    }

    private static float[] row(int number, int cluster, float[] factors) {
        float[] row = normal(ROWS + number, WIDTH);
        float[] codes = normal(CODES + number, OWN);
        for (int j = 0; j < WIDTH; j++) {
            row[j] *= (float) NOISE;
            for (int l = 0; l < OWN; l++) {
                row[j] += codes[l] * factors[(OWN * cluster + l) * WIDTH + j] / (float) Math.sqrt(OWN);
            }
        }
        return row;
    }

    private static float[] normal(long key, int count) {
        float[] values = new float[count];
        CounterNoise.normal(key, 0, values, 0, count);
        return values;
    }

    Frames frames() {
        return Frames.of(rows);
    }

    /** Energy of the codes of each cluster by entry, summing to 1: clusters × entries. */
    float[][] energies(float[][] codes) {
        double[][] energy = new double[CLUSTERS][codes[0].length];
        double[] sums = new double[CLUSTERS];
        for (int i = 0; i < codes.length; i++) {
            for (int j = 0; j < codes[i].length; j++) {
                energy[cluster[i]][j] += (double) codes[i][j] * codes[i][j];
                sums[cluster[i]] += (double) codes[i][j] * codes[i][j];
            }
        }
        float[][] shares = new float[CLUSTERS][codes[0].length];
        for (int c = 0; c < CLUSTERS; c++) {
            for (int j = 0; j < shares[c].length; j++) {
                shares[c][j] = (float) (energy[c][j] / sums[c]);
            }
        }
        return shares;
    }
}
