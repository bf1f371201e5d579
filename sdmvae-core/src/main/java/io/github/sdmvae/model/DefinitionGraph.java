/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.InputNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.ObservationNode;
import io.github.sdmvae.graph.PenaltyNode;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.graph.TransformNode;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import io.github.sdmvae.mask.DimensionSelector;
import io.github.sdmvae.mask.SparseDecoding;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.transform.InputTransform;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a definition, in the order of the data's way. */
final class DefinitionGraph {
    private DefinitionGraph() {}

    static ModelGraph of(ModelDefinition d) {
        Dictionary dictionary = d.dictionary();
        DimensionSelector selector = d.selector();
        List<Node> decoder = new ArrayList<>();
        if (!dictionary.isIdentity()) {
            decoder.add(new DictionaryNode(dictionary));
        }
        TimeLayers time = d.dynamics() == null ? null : new TimeLayers(d, d.dynamics());
        decoder.addAll(time == null ? decoder(d) : time.decoder());
        DrawNode draw = new DrawNode(d.prior(), d.codeSize(), d.inputSize());
        List<Node> encoder = transform(d);
        encoder.addAll(time == null ? encoder(d, draw) : time.encoder());
        return new ModelGraph(
                new InputNode(d.inputSize()),
                encoder,
                draw,
                selector == null ? List.of() : List.of(new SelectorNode(selector, d.codeSize())),
                decoder,
                new ObservationNode(d.likelihood(), d.inputSize()),
                penalties(dictionary),
                time == null ? null : time.transition());
    }

    /** Room for the encoder, after what stands between it and the data. */
    private static List<Node> transform(ModelDefinition d) {
        InputTransform transform = d.inputTransform();
        List<Node> nodes = new ArrayList<>();
        if (transform != null) {
            nodes.add(new TransformNode(transform, d.inputSize()));
        }
        return nodes;
    }

    private static List<PenaltyNode> penalties(Dictionary dictionary) {
        double coherence = dictionary.isLearned() ? dictionary.coherencePenalty() : 0;
        return coherence == 0
                ? List.of()
                : List.of(new PenaltyNode(PenaltyNode.COHERENCE, DictionaryNode.DICTIONARY, coherence));
    }

    private static List<Node> encoder(ModelDefinition d, DrawNode draw) {
        return stack(
                d, "encoder", d.inputSize(), d.encoderHidden(), draw.shape().headColumns());
    }

    /** From the latent vector to the numbers that the likelihood takes. */
    private static List<Node> decoder(ModelDefinition d) {
        GaussianFeatureVariance variance = d.likelihood().featureVariance();
        int outputs = d.inputSize() * (d.likelihood().outputsPerValue() - (variance == null ? 0 : 1));
        SparseDecoding decoding = d.sparseDecoding();
        List<Node> nodes = new ArrayList<>();
        if (decoding == null) {
            nodes.addAll(stack(d, "decoder", d.latentSize(), d.decoderHidden(), outputs));
        } else {
            nodes.add(new SparseDecodingNode(
                    decoding, d.latentSize(), d.decoderHidden(), d.activation(), outputs, d.inputSize()));
        }
        if (variance != null) {
            nodes.add(new FeatureVarianceNode(variance, d.inputSize()));
        }
        return nodes;
    }

    private static List<Node> stack(ModelDefinition d, String name, int in, List<Integer> hidden, int out) {
        List<Node> layers = new ArrayList<>();
        int previous = in;
        for (int size : hidden) {
            layers.add(new DenseNode(name + "." + layers.size(), previous, size, d.activation()));
            previous = size;
        }
        layers.add(new DenseNode(name + "." + layers.size(), previous, out, Activation.IDENTITY));
        return layers;
    }
}
