/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.graph.ModelGraph;
import org.jspecify.annotations.Nullable;

/**
 * What programs of every shape are compiled from.
 *
 * @param engine whose kernels
 * @param graph the model
 * @param objective what to compute
 * @param parameters of the model
 * @param exchange where several workers meet; null to compile without gradients
 */
record CompiledModel(
        KernelEngine engine,
        ModelGraph graph,
        Objective objective,
        KernelParameters parameters,
        @Nullable Exchange exchange) {

    boolean trains() {
        return exchange != null;
    }

    /**
     * Where workers meet in training.
     *
     * @throws IllegalStateException without gradients
     */
    Exchange meeting() {
        if (exchange == null) {
            throw new IllegalStateException("this program was compiled without gradients; use Engine.train");
        }
        return exchange;
    }
}
