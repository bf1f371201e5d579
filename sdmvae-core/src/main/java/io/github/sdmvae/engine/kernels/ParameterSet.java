/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** A flat array of parameters (or of their gradients) in an engine's memory, with a view for each matrix. */
public final class ParameterSet {
    private final Tensor flat;
    private final Map<String, Tensor> byName = new HashMap<>();

    /**
     * Allocates zeros.
     *
     * @param engine whose memory
     * @param layout where each matrix lies
     */
    public ParameterSet(KernelEngine engine, ParameterLayout layout) {
        flat = engine.allocate(1, layout.length());
        for (Entry e : layout.entries()) {
            byName.put(e.name(), flat.view(e.offset(), e.rows(), e.columns()));
        }
    }

    /**
     * All values.
     *
     * @return 1 × length
     */
    public Tensor flat() {
        return flat;
    }

    /**
     * A matrix by its name.
     *
     * @param name as in {@link ParameterLayout}
     * @return its view
     */
    public Tensor named(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }
}
