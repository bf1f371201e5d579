/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;

/** Clipping and Adam's step on a model's parameters. */
final class AdamUpdate {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private AdamUpdate() {}

    /** Returns the gradient's norm, 0 if nothing asks for it. */
    static double apply(KernelEngine engine, KernelParameters parameters, StepValues values) {
        Tensor gradient = parameters.of(Store.GRADIENT);
        double norm = 0;
        double scale = 1;
        if (!Double.isInfinite(values.clipping())) {
            norm = Math.sqrt(engine.sumOfSquares(gradient));
            scale = Math.min(1, values.clipping() / norm);
        }
        AdamStep adam = new AdamStep(values.learningRate(), BETA_1, BETA_2, EPSILON, values.step() + 1, scale);
        engine.adam(
                adam,
                parameters.of(Store.VALUES),
                gradient,
                parameters.of(Store.FIRST_MOMENT),
                parameters.of(Store.SECOND_MOMENT));
        return norm;
    }
}
