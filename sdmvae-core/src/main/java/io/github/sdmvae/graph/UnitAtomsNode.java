/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.dictionary.UnitAtoms;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes the latent vector on, and keeps the atoms of the layer behind it at norm 1 after every update (see {@link
 * UnitAtoms}): in graphs for training alone. Learns nothing.
 *
 * @param layer the dense layer behind it
 * @param dictionary D before it; the identity if there is none
 */
public record UnitAtomsNode(DenseNode layer, Dictionary dictionary) implements Node {

    @Override
    public String name() {
        return "unitAtoms";
    }

    /**
     * The node for a model.
     *
     * @param graph the model
     * @return what stands before the decoder's first layer
     * @throws IllegalArgumentException if that is not dense
     */
    public static UnitAtomsNode of(ModelGraph graph) {
        int first = graph.hasDictionary() ? 1 : 0;
        Node layer = graph.decoder().get(first);
        if (!(layer instanceof DenseNode dense)) {
            throw new IllegalArgumentException(
                    "unit-norm atoms need a dense layer where the code enters the decoder, it begins with '"
                            + layer.name() + "'");
        }
        Dictionary dictionary = graph.decoder().get(0) instanceof DictionaryNode node
                ? node.dictionary()
                : Dictionary.identity(dense.in());
        return new UnitAtomsNode(dense, dictionary);
    }

    /**
     * A model whose training keeps its atoms at norm 1.
     *
     * @param graph the model
     * @return the model with this node before the decoder's first layer
     */
    public ModelGraph in(ModelGraph graph) {
        List<Node> decoder = new ArrayList<>(graph.decoder());
        decoder.add(decoder.indexOf(layer), this);
        return new ModelGraph(
                graph.input(),
                graph.encoder(),
                graph.draw(),
                graph.selection(),
                decoder,
                graph.observation(),
                graph.penalties(),
                graph.transition());
    }

    /**
     * The name of the layer's weights.
     *
     * @return m × h
     */
    public String weight() {
        return layer.name() + ".weight";
    }

    /**
     * Room for computing.
     *
     * @return of the shape of dictionary and layer
     */
    public UnitAtoms shape() {
        return new UnitAtoms(dictionary.latentSize(), dictionary.atoms(), layer.out());
    }

    /**
     * Brings the atoms of given parameters to norm 1.
     *
     * @param layout where the parameters lie
     * @param parameters all of the model
     * @return a changed copy
     * @throws IllegalArgumentException if the atoms cannot all have norm 1
     */
    public float[] project(ParameterLayout layout, float[] parameters) {
        ParameterLayout.Entry at = entry(layout, weight());
        double[] weight = values(parameters, at);
        try {
            shape().project(dictionary.isIdentity() ? null : atoms(layout, parameters), weight);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        float[] projected = parameters.clone();
        for (int i = 0; i < weight.length; i++) {
            projected[at.offset() + i] = (float) weight[i];
        }
        return projected;
    }

    private double[] atoms(ParameterLayout layout, float[] parameters) {
        return dictionary.isLearned()
                ? values(parameters, entry(layout, DictionaryNode.DICTIONARY))
                : dictionary.toArray();
    }

    private static ParameterLayout.Entry entry(ParameterLayout layout, String name) {
        return layout.entries().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the model has no parameters '" + name + "'"));
    }

    private static double[] values(float[] parameters, ParameterLayout.Entry at) {
        double[] values = new double[at.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters[at.offset() + i];
        }
        return values;
    }
}
