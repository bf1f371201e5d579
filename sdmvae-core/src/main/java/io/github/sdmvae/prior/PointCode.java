/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.Description;
import io.github.sdmvae.random.RowNoise;

/**
 * No prior: an autoencoder, {@code a = μ}, with a penalty on the absolute values if the weight is above zero (sparse
 * autoencoder). The penalty is reported as the divergence.
 *
 * @param penalty weight of {@code Σ|a|}, finite and at least 0
 */
public record PointCode(double penalty) implements Prior {
    static final String NAME = "none";

    /**
     * Checks the range.
     *
     * @param penalty weight of {@code Σ|a|}, finite and at least 0
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public PointCode {
        if (!(penalty >= 0) || Double.isInfinite(penalty)) {
            throw new IllegalArgumentException("penalty must be finite and at least 0, got " + penalty);
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Description describe() {
        return Description.of(NAME).with("penalty", penalty);
    }

    @Override
    public CodeShape shape(int width) {
        return new CodeShape(width, 1, RowNoise.NORMAL, 0);
    }

    @Override
    public Strategies strategies() {
        return Strategies.POINT;
    }

    @Override
    public CodeKernel kernel(CodeArrays arrays) {
        return new PointKernel(arrays, penalty);
    }

    @Override
    public boolean isDistribution() {
        return false;
    }

    @Override
    public String fixedScale(GammaUpdate update) {
        return "keeps no variances by which the scale of code entries is told: the model is an autoencoder";
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        throw new IllegalStateException("an autoencoder has no prior to draw codes from;"
                + " fit a GaussianMixture to the codes of data and draw from that");
    }
}
