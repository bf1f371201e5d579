/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import java.util.Arrays;

/** {@code a ~ N(0, I)}: the plain VAE (Kingma and Welling 2014). */
public record StandardNormal() implements GaussianPrior {
    static final String NAME = "standardNormal";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void draw(TrainedModel model, float[][] codes, long seed) {
        if (codes.length > 0) {
            float[] ones = new float[codes[0].length];
            Arrays.fill(ones, 1);
            LearnedVariance.draw(ones, codes, seed);
        }
    }
}
