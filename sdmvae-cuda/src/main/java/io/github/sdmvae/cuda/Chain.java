/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Stage;
import io.github.sdmvae.engine.kernels.Tensor;
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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encoder, selection or decoder: stages one after the other, with their arrays for one batch shape. May be empty. */
final class Chain {
    private static final Set<Class<? extends Node>> KNOWN = Set.of(
            DenseNode.class,
            DictionaryNode.class,
            RecurrentNode.class,
            SelectorNode.class,
            SparseDecodingNode.class,
            FeatureVarianceNode.class,
            UnitAtomsNode.class);

    private final RecordingEngine engine;
    private final List<Stage> stages = new ArrayList<>();

    /** Whether there are kernels for a node. */
    static boolean has(Node node) {
        return KNOWN.contains(node.getClass())
                || (node instanceof TransformNode t && TransformPart.of(t.transform()) != null);
    }

    /** What there are no kernels for, as a message names it; empty if there is nothing. */
    static String lacking(List<Node> nodes) {
        return nodes.stream()
                .filter(node -> !has(node))
                .map(node -> "the node '" + node.name() + "'")
                .findFirst()
                .orElse("");
    }

    /**
     * Allocates the arrays.
     *
     * @param dIn receives the gradient of the input; null if nobody wants it
     * @param gradient whether there is a way back
     * @param rows where the rows belong in a model of time; null if they stand alone
     */
    Chain(
            RecordingEngine engine,
            List<Node> nodes,
            ParameterSet parameters,
            Tensor in,
            @Nullable Tensor dIn,
            boolean gradient,
            @Nullable SequenceRows rows) {
        this.engine = engine;
        Tensor from = in;
        Tensor dFrom = dIn;
        for (Node node : nodes) {
            Stage stage = engine.stage(node, parameters, from, dFrom, gradient, rows);
            stages.add(stage);
            from = stage.output();
            dFrom = stage.outputGradient();
        }
    }

    private Stage last() {
        return stages.get(stages.size() - 1);
    }

    boolean isEmpty() {
        return stages.isEmpty();
    }

    CudaTensor output() {
        return (CudaTensor) last().output();
    }

    @Nullable
    CudaTensor outputGradient() {
        return (CudaTensor) last().outputGradient();
    }

    /** Output of a node. */
    CudaTensor output(int node) {
        return (CudaTensor) stages.get(node).output();
    }

    /** Its gradient. */
    CudaTensor outputGradient(int node) {
        return (CudaTensor) Objects.requireNonNull(stages.get(node).outputGradient());
    }

    void forward(Sequence work) {
        engine.into(work, () -> stages.forEach(Stage::forward));
    }

    /**
     * The way back.
     *
     * @param target receives gradients of the parameters; null if only the input's is wanted
     */
    void backward(Sequence work, @Nullable ParameterSet target) {
        engine.into(work, () -> {
            for (int i = stages.size() - 1; i >= 0; i--) {
                stages.get(i).backward(target);
            }
        });
    }

    /** What is carried from run to run goes back to its start, at once: nobody works with it. */
    void restart() {
        stages.forEach(Stage::restart);
    }

    /** What parameters keep to after an update. */
    void afterUpdate(Sequence work) {
        engine.into(work, () -> stages.forEach(Stage::afterUpdate));
    }

    /** The one whose updates can fail; null if none can. */
    @Nullable
    WatchedStage watched() {
        for (Stage stage : stages) {
            if (stage instanceof WatchedStage watched) {
                return watched;
            }
        }
        return null;
    }

    /** Those that bring terms of the loss, in order. */
    List<TermStage> terms() {
        List<TermStage> all = new ArrayList<>();
        for (Stage stage : stages) {
            if (stage instanceof TermStage brings && !brings.term().isEmpty()) {
                all.add(brings);
            }
        }
        return all;
    }
}
