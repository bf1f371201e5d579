/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.host;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.kernels.KernelEngine;
import io.github.sdmvae.engine.kernels.Tensor;

/**
 * The plain engine: every part's own rule in Java and double precision, no native library needed. Slow; for checking
 * gradients, for comparisons, and where there is nothing else.
 */
public final class HostEngine extends KernelEngine {
    static final String NAME = "host";

    private final Precision precision;

    private HostEngine(Precision precision) {
        this.precision = precision;
    }

    /**
     * The plain engine.
     *
     * @param precision double, or single: then whatever a kernel computes is rounded at its end
     * @return a new engine
     */
    public static HostEngine of(Precision precision) {
        return new HostEngine(precision);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public Tensor allocate(int rows, int columns) {
        return new HostTensor(rows, columns, precision == Precision.FLOAT32);
    }
}
