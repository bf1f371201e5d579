/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/**
 * The prior made of pseudo-inputs' posteriors: {@code Σ_u w_u KL(q ‖ q_u) + k KL(mean of q_u* ‖ α)}, {@code w = softmax}
 * of the classifier's logits, the last columns of the heads; {@code u* = argmax w}. Writing i for a data point and G_iu
 * for its divergence from pseudo-input u, the logits' gradient is {@code w_iu (G_iu - Σ_v w_iv G_iv)}.
 */
final class PseudoInputsKernel extends SlabKernel {
    private final double alpha;
    private final int count;
    private final double[] weights;
    private final double[] distances;
    private final double[] logSlab;
    private final double[] logSpike;
    private final double[] meanSlab;

    PseudoInputsKernel(CodeArrays arrays, double alpha) {
        super(arrays);
        this.alpha = alpha;
        this.count = (allEntries - entries) / width;
        weights = new double[count];
        distances = new double[count];
        logSlab = new double[allEntries];
        logSpike = new double[allEntries];
        meanSlab = new double[count];
    }

    @Override
    void diverge(double scale) {
        Arrays.fill(dMean, 0);
        Arrays.fill(dLogVariance, 0);
        Arrays.fill(dSlab, 0);
        for (int e = 0; e < allEntries; e++) {
            logSlab[e] = Math.log(slab[e]);
            logSpike[e] = Math.log1p(-slab[e]);
        }
        for (int u = 0; u < count; u++) {
            double sum = 0;
            for (int j = 0; j < width; j++) {
                sum += slab[entries + u * width + j];
            }
            meanSlab[u] = sum / width;
        }
        for (int row = 0; row < entries / width; row++) {
            row(row, scale);
        }
    }

    private void row(int row, double scale) {
        int nearest = softmax(row);
        double share = bernoulliDivergence(meanSlab[nearest], alpha);
        Arrays.fill(divergence, row * width, (row + 1) * width, share);
        double pull = scale * bernoulliSlope(meanSlab[nearest], alpha);
        for (int j = 0; j < width; j++) {
            dSlab[entries + nearest * width + j] += pull;
        }
        double mean = 0;
        for (int u = 0; u < count; u++) {
            distances[u] = distance(row, u, scale * weights[u]);
            mean += weights[u] * distances[u];
        }
        int logits = row * arrays.shape().headColumns() + 3 * width;
        for (int u = 0; u < count; u++) {
            dHeads[logits + u] = scale * weights[u] * (distances[u] - mean);
        }
    }

    /** Returns the largest. */
    private int softmax(int row) {
        int logits = row * arrays.shape().headColumns() + 3 * width;
        int largest = 0;
        for (int u = 1; u < count; u++) {
            largest = heads[logits + u] > heads[logits + largest] ? u : largest;
        }
        double sum = 0;
        for (int u = 0; u < count; u++) {
            weights[u] = Math.exp(heads[logits + u] - heads[logits + largest]);
            sum += weights[u];
        }
        for (int u = 0; u < count; u++) {
            weights[u] /= sum;
        }
        return largest;
    }

    /** KL(q_row ‖ q_u); adds its share to the divergence and its gradient. */
    private double distance(int row, int u, double scale) {
        double sum = 0;
        for (int j = 0; j < width; j++) {
            int i = row * width + j;
            int p = entries + u * width + j;
            double q = slab[i];
            double difference = mean[i] - mean[p];
            double ratio = (variance[i] + difference * difference) / variance[p];
            double gaussian = 0.5 * (logVariance[p] - logVariance[i] + ratio - 1);
            double toSlab = logSlab[i] - logSlab[p];
            double toSpike = logSpike[i] - logSpike[p];
            double term = q * (gaussian + toSlab) + (1 - q) * toSpike;
            sum += term;
            divergence[i] += weights[u] * term;
            double pull = scale * q * difference / variance[p];
            dMean[i] += pull;
            dMean[p] -= pull;
            dLogVariance[i] += scale * q * 0.5 * (variance[i] / variance[p] - 1);
            dLogVariance[p] += scale * q * 0.5 * (1 - ratio);
            dSlab[i] += scale * (gaussian + toSlab - toSpike);
            dSlab[p] += scale * ((1 - q) / (1 - slab[p]) - q / slab[p]);
        }
        return sum;
    }
}
