/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole dense decoder in which every feature sees the latent vector through a row of a mask. Column c of the output
 * belongs to feature {@code c mod n}.
 *
 * @param decoding the mask's prior and groups
 * @param in m, size of the latent vector
 * @param hidden sizes of the hidden layers, at least one
 * @param activation after every hidden layer
 * @param outputs columns of the output, a multiple of n
 * @param features n
 */
public record SparseDecodingNode(
        SparseDecoding decoding, int in, List<Integer> hidden, Activation activation, int outputs, int features)
        implements Node {
    /** Name of the mask, G × m. */
    public static final String MASK = "mask";
    /** Name of p*, G × m. */
    public static final String SLAB_PROBABILITY = "mask.slabProbability";
    /** Name of log η - log(1 - η), m values. */
    public static final String LOG_ODDS = "mask.logOdds";

    /**
     * Copies the list.
     *
     * @param decoding the mask's prior and groups
     * @param in m, size of the latent vector
     * @param hidden sizes of the hidden layers, at least one
     * @param activation after every hidden layer
     * @param outputs columns of the output, a multiple of n
     * @param features n
     */
    public SparseDecodingNode {
        hidden = List.copyOf(hidden);
    }

    @Override
    public String name() {
        return "decoder";
    }

    /**
     * Rows of the mask.
     *
     * @return G
     */
    public int rows() {
        return decoding.rows(features);
    }

    /**
     * Sizes of all layers.
     *
     * @return m, the hidden sizes, the outputs
     */
    public List<Integer> sizes() {
        List<Integer> sizes = new ArrayList<>();
        sizes.add(in);
        sizes.addAll(hidden);
        sizes.add(outputs);
        return sizes;
    }

    /**
     * Name of a layer's weights.
     *
     * @param layer from 0
     * @return for instance {@code decoder.0.weight}
     */
    public String weight(int layer) {
        return name() + "." + layer + ".weight";
    }

    /**
     * Name of a layer's biases.
     *
     * @param layer from 0
     * @return for instance {@code decoder.0.bias}
     */
    public String bias(int layer) {
        return name() + "." + layer + ".bias";
    }

    @Override
    public List<Parameter> parameters() {
        List<Integer> sizes = sizes();
        List<Parameter> parameters = new ArrayList<>();
        for (int l = 0; l + 1 < sizes.size(); l++) {
            Start start = Start.byFanIn(sizes.get(l));
            parameters.add(new Parameter(weight(l), sizes.get(l), sizes.get(l + 1), false, start));
            parameters.add(new Parameter(bias(l), 1, sizes.get(l + 1), true, start));
        }
        parameters.add(new Parameter(MASK, rows(), in, false, Start.standardNormal()));
        parameters.add(new Parameter(SLAB_PROBABILITY, rows(), in, false, Start.all(0.5, rows() * in), true));
        parameters.add(new Parameter(LOG_ODDS, 1, in, true, Start.all(0, in), true));
        return parameters;
    }

    @Override
    public List<String> terms() {
        return List.of(SelectorNode.PENALTY);
    }
}
