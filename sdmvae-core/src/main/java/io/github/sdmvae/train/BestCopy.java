/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.Tensor;
import org.jspecify.annotations.Nullable;

/** The parameters of the best epoch so far: a copy, which later steps do not reach. */
final class BestCopy {
    private Checkpoint.@Nullable Best best;

    boolean improves(double candidate) {
        return best == null || candidate < best.loss();
    }

    void take(int epoch, double loss, Tensor parameters, Tensor sharedGamma) {
        best = new Checkpoint.Best(epoch, loss, copy(parameters, sharedGamma));
    }

    /** Copies weights out of an engine. */
    static Weights copy(Tensor parameters, Tensor sharedGamma) {
        float[] values = new float[parameters.length()];
        float[] shared = new float[sharedGamma.length()];
        parameters.read(values, 0);
        sharedGamma.read(shared, 0);
        return new Weights(values, shared);
    }

    Checkpoint.@Nullable Best get() {
        return best;
    }

    void restore(Checkpoint.@Nullable Best saved) {
        best = saved;
    }
}
