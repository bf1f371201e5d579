/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;

/**
 * One γ per code entry, shared over the data: the bias-corrected running mean of μ² + σ² over batches (relevance
 * determination). Saved with the model, frozen in validation. Before the first batch γ is 1.
 *
 * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
 */
public record SharedGamma(double decay) implements GammaUpdate {
    static final String NAME = "shared";

    /**
     * Checks the range.
     *
     * @param decay weight of the past per batch, 0 ≤ decay &lt; 1
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public SharedGamma {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay must be in [0, 1), got " + decay);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("decay", decay);
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public boolean isFittedPerPoint() {
        return false;
    }

    @Override
    public void share(double[] batchMean, double[] shared) {
        int width = shared.length - 1;
        for (int j = 0; j < width; j++) {
            shared[j] = decay * shared[j] + (1 - decay) * batchMean[j];
        }
        shared[width] = decay * shared[width] + (1 - decay);
    }

    @Override
    public boolean isScaleFree() {
        return true;
    }

    @Override
    public void update(CodeBatch batch, double[] shared, double[] gamma) {
        int width = batch.width();
        for (int e = 0; e < gamma.length; e++) {
            gamma[e] = shared[width] > 0 ? shared[e % width] / shared[width] : 1;
        }
    }
}
