/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.mask.DimensionSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * From the draw y to the code {@code a = y ⊙ DS(y)}. Its term of the loss, {@link #PENALTY}, belongs to the batch.
 *
 * @param selector DS
 * @param width k
 */
public record SelectorNode(DimensionSelector selector, int width) implements Node {
    /** Name of the term of the loss that masks bring. */
    public static final String PENALTY = "penalty";

    @Override
    public String name() {
        return "selector";
    }

    @Override
    public List<Parameter> parameters() {
        List<Integer> sizes = selector.sizes(width);
        List<Parameter> parameters = new ArrayList<>();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            Start start = Start.byFanIn(sizes.get(l));
            parameters.add(new Parameter(weight(l), sizes.get(l), sizes.get(l + 1), false, start));
            parameters.add(new Parameter(bias(l), 1, sizes.get(l + 1), true, start));
        }
        return parameters;
    }

    /**
     * Name of a layer's weights.
     *
     * @param layer from 0
     * @return for instance {@code selector.0.weight}
     */
    public String weight(int layer) {
        return name() + "." + layer + ".weight";
    }

    /**
     * Name of a layer's biases.
     *
     * @param layer from 0
     * @return for instance {@code selector.0.bias}
     */
    public String bias(int layer) {
        return name() + "." + layer + ".bias";
    }

    @Override
    public List<String> terms() {
        return List.of(PENALTY);
    }
}
