/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.ParameterLayout.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A flat array of weights (or of their gradients) in an engine's memory, with a view for each matrix. */
public final class ParameterSet {
    private final Tensor flat;
    private final List<Tensor> views = new ArrayList<>();
    private final Map<String, Tensor> byName = new HashMap<>();

    /**
     * Allocates zeros.
     *
     * @param engine whose memory
     * @param layout where each matrix lies
     */
    public ParameterSet(Engine engine, ParameterLayout layout) {
        flat = engine.allocate(1, layout.length());
        for (Entry e : layout.entries()) {
            Tensor view = flat.view(e.offset(), e.rows(), e.columns());
            views.add(view);
            byName.put(e.name(), view);
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
     * A layer's weight.
     *
     * @param layer from 0
     * @return in × out
     */
    public Tensor weight(int layer) {
        return views.get(2 * layer);
    }

    /**
     * A layer's bias.
     *
     * @param layer from 0
     * @return 1 × out
     */
    public Tensor bias(int layer) {
        return views.get(2 * layer + 1);
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
