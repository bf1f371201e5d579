/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/** γ, its floor and its hyperprior for a batch, whatever the update. */
final class GammaValues {
    private static final double[] EMPTY = {};

    private final CodeArrays arrays;
    private final int width;

    GammaValues(CodeArrays arrays) {
        this.arrays = arrays;
        this.width = arrays.shape().width();
    }

    void update(GammaUpdate update, double[] mean, double[] logVariance) {
        double[] gamma = arrays.gamma();
        CodeBatch batch = new CodeBatch(gamma.length / width, width, mean, logVariance, EMPTY, EMPTY);
        update.update(batch, arrays.sharedGamma(), gamma);
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = Math.max(gamma[e], GammaUpdate.FLOOR);
        }
        Arrays.fill(arrays.hyperprior(), 0);
        if (update.hasHyperprior()) {
            update.hyperprior(gamma, arrays.hyperprior());
        }
    }

    void moments(double[] mean, double[] logVariance, int totalRows, double[] sums) {
        for (int j = 0; j < width; j++) {
            double batchMean = 0;
            for (int e = j; e < mean.length; e += width) {
                batchMean += (mean[e] * mean[e] + Math.exp(logVariance[e])) / totalRows;
            }
            sums[j] = batchMean;
        }
    }
}
