/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.onnx;

import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.transform.DataTransform;

/** A model's nodes, one after the other, as operations of ONNX. */
final class ModelTranslation {
    static final String X = "x";
    static final String CODE = "code";
    static final String RECONSTRUCTION = "reconstruction";

    private final Vae model;
    private final ModelDefinition definition;
    private final ModelGraph nodes;
    private final OnnxGraph graph;

    ModelTranslation(Vae model, OnnxGraph graph) {
        this.model = model;
        this.definition = model.definition();
        this.nodes = definition.graph();
        this.graph = graph;
        if (nodes.isOverTime()) {
            throw new UnsupportedOperationException("there is no translation into ONNX for models of time");
        }
    }

    /** From x to the code; with the posterior, or without. */
    void encoder(boolean posterior) {
        String value = graph.input(X, definition.inputSize());
        DataTransform transform = definition.dataTransform();
        if (transform != null) {
            value = Transforms.apply(transform.describe(), value, graph);
        }
        for (Node node : nodes.encoder()) {
            value = Nodes.translate(node, value, model, graph);
        }
        CodeShape shape = nodes.draw().shape();
        int k = shape.width();
        String mean = graph.columns(value, 0, k);
        String code = shape.heads() < 3 ? mean : gated(mean, graph.columns(value, 2 * k, 3 * k));
        for (Node node : nodes.selection()) {
            code = Nodes.translate(node, code, model, graph);
        }
        graph.output(code, CODE, k);
        if (posterior && definition.prior().isDistribution()) {
            graph.output(mean, "mean", k);
            graph.output(graph.columns(value, k, 2 * k), "log_variance", k);
        }
    }

    /** q ⊙ μ with q = exp(min(0, s)). */
    private String gated(String mean, String slab) {
        return graph.operation("Mul", mean, graph.operation("Exp", graph.operation("Min", slab, graph.number(0))));
    }

    /** From the code to the mean of p(x|z). */
    void decoder() {
        String value = CODE;
        for (Node node : nodes.decoder()) {
            value = Nodes.translate(node, value, model, graph);
        }
        value = Means.translate(definition.likelihood().describe(), value, definition.inputSize(), graph);
        DataTransform transform = definition.dataTransform();
        if (transform != null) {
            value = Transforms.undo(transform.describe(), value, graph);
        }
        graph.output(value, RECONSTRUCTION, definition.inputSize());
    }
}
