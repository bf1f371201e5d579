/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import io.github.sdmvae.model.Vae;

/**
 * What each latent draws: the pattern of latent j is the mean over data points of {@code decode(a + s_j e_j) - decode(a)},
 * with s_j the standard deviation of its code over the points.
 */
public final class LatentPatterns {

    private LatentPatterns() {}

    /**
     * The patterns of a model.
     *
     * @param model any model
     * @param codes rows × k, deterministic codes of data points, at least one; some hundred are enough
     * @return k rows of n numbers; an entry that never changes draws zeros
     */
    public static float[][] of(Vae model, float[][] codes) {
        float[][] before = model.decode(codes);
        float[][] patterns = new float[codes[0].length][];
        for (int j = 0; j < patterns.length; j++) {
            float[][] moved = move(codes, j, (float) spread(codes, j));
            patterns[j] = meanDifference(model.decode(moved), before);
        }
        return patterns;
    }

    private static double spread(float[][] codes, int entry) {
        double mean = 0;
        for (float[] code : codes) {
            mean += code[entry] / codes.length;
        }
        double squares = 0;
        for (float[] code : codes) {
            squares += (code[entry] - mean) * (code[entry] - mean);
        }
        return Math.sqrt(squares / codes.length);
    }

    private static float[][] move(float[][] codes, int entry, float by) {
        float[][] moved = new float[codes.length][];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = codes[i].clone();
            moved[i][entry] += by;
        }
        return moved;
    }

    private static float[] meanDifference(float[][] after, float[][] before) {
        double[] sum = new double[before[0].length];
        for (int i = 0; i < before.length; i++) {
            for (int p = 0; p < sum.length; p++) {
                sum[p] += (double) after[i][p] - before[i][p];
            }
        }
        float[] mean = new float[sum.length];
        for (int p = 0; p < mean.length; p++) {
            mean[p] = (float) (sum[p] / before.length);
        }
        return mean;
    }
}
