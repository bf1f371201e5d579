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
    private final double[] meanSlab;
    private final PseudoComponent[] components;
    private final PseudoRow point;

    PseudoInputsKernel(CodeArrays arrays, double alpha) {
        super(arrays);
        this.alpha = alpha;
        this.count = (allEntries - entries) / width;
        weights = new double[count];
        distances = new double[count];
        meanSlab = new double[count];
        components = new PseudoComponent[count];
        Arrays.setAll(components, u -> new PseudoComponent(width));
        point = new PseudoRow(width);
    }

    @Override
    void diverge(double scale) {
        Arrays.fill(dMean, 0);
        Arrays.fill(dLogVariance, 0);
        Arrays.fill(dSlab, 0);
        for (int u = 0; u < count; u++) {
            int first = entries + u * width;
            components[u].read(mean, variance, logVariance, slab, first);
            meanSlab[u] = Arrays.stream(slab, first, first + width).sum() / width;
        }
        for (int row = 0; row < entries / width; row++) {
            row(row, scale);
        }
        for (int u = 0; u < count; u++) {
            components[u].addGradients(dMean, dLogVariance, dSlab, entries + u * width);
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
        point.read(mean, variance, logVariance, slab, row * width);
        double sum = 0;
        for (int u = 0; u < count; u++) {
            distances[u] = point.distance(components[u], weights[u], scale * weights[u]);
            sum += weights[u] * distances[u];
        }
        point.addTo(divergence, dMean, dLogVariance, dSlab, row * width);
        int logits = row * arrays.shape().headColumns() + 3 * width;
        for (int u = 0; u < count; u++) {
            dHeads[logits + u] = scale * weights[u] * (distances[u] - sum);
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
}
