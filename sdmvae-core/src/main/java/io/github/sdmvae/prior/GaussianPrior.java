/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.random.RowNoise;

/** A zero-mean Gaussian prior on every code entry under a Gaussian posterior: its divergence is known in closed form. */
interface GaussianPrior extends Prior {

    @Override
    default CodeShape shape(int width) {
        return CodeShape.meanAndVariance(width, RowNoise.NORMAL);
    }

    @Override
    default Strategies strategies() {
        return Strategies.ALL;
    }

    @Override
    default CodeKernel kernel(CodeArrays arrays) {
        return new ContinuousKernel(arrays);
    }

    @Override
    default boolean isGaussian() {
        return true;
    }

    @Override
    default TimeRule overTime(GammaUpdate gamma) {
        return learnsVariance() ? gamma.overTime() : new FixedGamma(1).overTime();
    }
}
