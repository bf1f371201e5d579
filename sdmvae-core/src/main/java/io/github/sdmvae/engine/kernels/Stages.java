/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.FeatureVarianceNode;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.RecurrentNode;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.graph.TransformNode;
import io.github.sdmvae.graph.UnitAtomsNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which stage computes which node. A new node is one new stage and one line here. */
final class Stages {
    static final Map<Class<? extends Node>, Stage.Factory> STANDARD = Map.of(
            DenseNode.class, DenseStage::new,
            DictionaryNode.class, DictionaryStage::new,
            RecurrentNode.class, RecurrentStage::new,
            SelectorNode.class, SelectorStage::new,
            SparseDecodingNode.class, SparseDecodingStage::new,
            FeatureVarianceNode.class, FeatureVarianceStage::new,
            TransformNode.class, TransformStage::new,
            UnitAtomsNode.class, UnitAtomsStage::new);

    private Stages() {}

    /** Compiles one node after the other. */
    static List<Stage> chain(
            KernelEngine engine,
            List<Node> nodes,
            ParameterSet parameters,
            Tensor in,
            @Nullable Tensor dIn,
            boolean gradient) {
        return chain(engine, nodes, parameters, in, dIn, gradient, null);
    }

    /** The same for rows that are frames of sequences. */
    static List<Stage> chain(
            KernelEngine engine,
            List<Node> nodes,
            ParameterSet parameters,
            Tensor in,
            @Nullable Tensor dIn,
            boolean gradient,
            @Nullable SequenceRows sequences) {
        List<Stage> stages = new ArrayList<>();
        Tensor previous = in;
        Tensor previousGradient = dIn;
        for (Node node : nodes) {
            Stage stage = factory(engine, node)
                    .create(new Stage.Request(
                            engine, node, parameters, previous, previousGradient, gradient, sequences));
            stages.add(stage);
            previous = stage.output();
            previousGradient = stage.outputGradient();
        }
        return stages;
    }

    private static Stage.Factory factory(KernelEngine engine, Node node) {
        Stage.Factory factory = engine.stages().get(node.getClass());
        if (factory == null) {
            throw new UnsupportedOperationException("the engine '" + engine.name() + "' has no stage for '"
                    + node.name() + "' (" + node.getClass().getSimpleName() + ")");
        }
        return factory;
    }
}
