/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.TransformNode;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.network.Activation;
import java.util.Map;
import java.util.Objects;

/** How each kind of node is said in ONNX. A new one is one line here. */
final class Nodes {
    private static final Map<Class<? extends Node>, Translation> TRANSLATIONS = Map.of(
            DenseNode.class, (node, value, model, graph) -> dense((DenseNode) node, value, model, graph),
            DictionaryNode.class, (node, value, model, graph) -> dictionary(value, model, graph),
            TransformNode.class,
                    (node, value, model, graph) ->
                            Transforms.apply(((TransformNode) node).transform().describe(), value, graph));

    private static final Map<Activation, String> ACTIVATIONS =
            Map.of(Activation.TANH, "Tanh", Activation.RELU, "Relu", Activation.SIGMOID, "Sigmoid");

    private Nodes() {}

    /** From a node's input to its output. */
    private interface Translation {
        String of(Node node, String value, Vae model, OnnxGraph graph);
    }

    static String translate(Node node, String value, Vae model, OnnxGraph graph) {
        Translation translation = TRANSLATIONS.get(node.getClass());
        if (translation == null) {
            throw new UnsupportedOperationException("there is no translation into ONNX for '" + node.name() + "' ("
                    + node.getClass().getSimpleName() + ")");
        }
        return translation.of(node, value, model, graph);
    }

    private static String dense(DenseNode node, String value, Vae model, OnnxGraph graph) {
        String weight = array(node.name() + ".weight", model, graph);
        String bias = array(node.name() + ".bias", model, graph);
        String sum = graph.operation("Add", graph.operation("MatMul", value, weight), bias);
        if (node.activation() == Activation.IDENTITY) {
            return sum;
        }
        String operator = ACTIVATIONS.get(node.activation());
        if (operator == null) {
            throw new UnsupportedOperationException("there is no translation into ONNX for the activation '"
                    + node.activation().label() + "' of '" + node.name() + "'");
        }
        return graph.operation(operator, sum);
    }

    private static String array(String name, Vae model, OnnxGraph graph) {
        NpyArray array = Objects.requireNonNull(model.weights().get(name), name);
        long[] shape = array.shape().stream().mapToLong(Integer::longValue).toArray();
        return graph.array(name, array.toFloats(), shape);
    }

    /** Rows of codes times Dᵀ. */
    private static String dictionary(String value, Vae model, OnnxGraph graph) {
        double[] d = model.dictionary().toArray();
        int m = model.dictionary().latentSize();
        int k = model.dictionary().atoms();
        float[] transposed = new float[d.length];
        for (int l = 0; l < m; l++) {
            for (int j = 0; j < k; j++) {
                transposed[j * m + l] = (float) d[l * k + j];
            }
        }
        return graph.operation("MatMul", value, graph.array("dictionary.transposed", transposed, k, m));
    }
}
