/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout.Entry;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.mask.DimensionSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * A trained dimension selector on the host.
 *
 * @param selector its rule
 * @param weights of each layer
 * @param biases of each layer
 */
record HostSelector(DimensionSelector selector, List<double[]> weights, List<double[]> biases) {

    static HostSelector of(DimensionSelector selector, ModelGraph graph, float[] parameters) {
        SelectorNode node = new SelectorNode(selector, graph.draw().width());
        List<double[]> weights = new ArrayList<>();
        List<double[]> biases = new ArrayList<>();
        for (int l = 0; l + 1 < selector.sizes(node.width()).size(); l++) {
            weights.add(values(graph.layout().entry(node.weight(l)), parameters));
            biases.add(values(graph.layout().entry(node.bias(l)), parameters));
        }
        return new HostSelector(selector, weights, biases);
    }

    private static double[] values(Entry entry, float[] parameters) {
        double[] values = new double[entry.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters[entry.offset() + i];
        }
        return values;
    }

    /** d of one row y. */
    double[] open(float[] draw) {
        double[] y = new double[draw.length];
        for (int j = 0; j < y.length; j++) {
            y[j] = draw[j];
        }
        return selector.apply(weights, biases, y);
    }

    /** Replaces rows y by a = y ⊙ DS(y). */
    void apply(float[][] draws) {
        for (float[] row : draws) {
            double[] d = open(row);
            for (int j = 0; j < d.length; j++) {
                row[j] = (float) (row[j] * d[j]);
            }
        }
    }
}
