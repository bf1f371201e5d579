/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.Tensor;

/** The parameters of the best epoch so far: a copy, which later steps do not reach. */
final class BestCopy {
    private final float[] parameters;
    private final float[] sharedGamma;
    private double loss = Double.POSITIVE_INFINITY;
    private int epoch;

    BestCopy(int parameterCount, int gammaCount) {
        parameters = new float[parameterCount];
        sharedGamma = new float[gammaCount];
    }

    boolean improves(double candidate) {
        return candidate < loss;
    }

    void take(int epoch, double loss, Tensor parameters, Tensor sharedGamma) {
        this.epoch = epoch;
        this.loss = loss;
        parameters.read(this.parameters, 0);
        sharedGamma.read(this.sharedGamma, 0);
    }

    int epoch() {
        return epoch;
    }

    float[] parameters() {
        return parameters.clone();
    }

    float[] sharedGamma() {
        return sharedGamma.clone();
    }
}
