/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import org.jspecify.annotations.Nullable;

/** The parameters of the best epoch so far: a copy, which later steps do not reach. */
final class BestCopy {
    private Checkpoint.@Nullable Best best;

    boolean improves(double candidate) {
        return best == null || candidate < best.loss();
    }

    void take(int epoch, double loss, Weights weights) {
        best = new Checkpoint.Best(epoch, loss, weights);
    }

    /** Copies weights out of an engine. */
    static Weights copy(Parameters parameters) {
        return new Weights(parameters.read(Store.VALUES), parameters.read(Store.SHARED_GAMMA));
    }

    Checkpoint.@Nullable Best get() {
        return best;
    }

    void restore(Checkpoint.@Nullable Best saved) {
        best = saved;
    }
}
