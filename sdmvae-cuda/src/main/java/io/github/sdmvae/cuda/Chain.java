/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.DictionaryNode;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.TransformNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encoder or decoder: nodes one after the other, with their arrays for one batch shape. */
final class Chain {
    private final Kernels kernels;
    private final Transfers transfers;
    private final LayerWork layers;
    private final List<Layer> all = new ArrayList<>();
    private final @Nullable CudaTensor sums;

    /**
     * A node and what surrounds it.
     *
     * @param dIn null if nobody wants it
     * @param dOut null if there are no gradients
     */
    private record Layer(
            Node node,
            CudaTensor in,
            @Nullable CudaTensor dIn,
            CudaTensor out,
            @Nullable CudaTensor dOut,
            @Nullable CudaTensor dictionary) {}

    /** Whether there are kernels for a node. */
    static boolean has(Node node) {
        return node.getClass() == DenseNode.class
                || node.getClass() == DictionaryNode.class
                || (node instanceof TransformNode t && TransformPart.of(t.transform()) != null);
    }

    /**
     * Allocates the arrays.
     *
     * @param dIn receives the gradient of the input; null if nobody wants it
     * @param gradient whether there is a way back
     */
    Chain(
            Kernels kernels,
            Transfers transfers,
            List<Node> nodes,
            ParameterSet parameters,
            CudaTensor in,
            @Nullable CudaTensor dIn,
            boolean gradient) {
        this.kernels = kernels;
        this.transfers = transfers;
        this.layers = new LayerWork(kernels);
        CudaTensor from = in;
        CudaTensor dFrom = dIn;
        int room = 1;
        for (Node node : nodes) {
            CudaTensor out = CudaTensor.zeros(transfers, in.rows(), columns(node, from));
            boolean wanted = gradient && !(node instanceof TransformNode && dFrom == null);
            CudaTensor dOut = wanted ? CudaTensor.zeros(transfers, in.rows(), out.columns()) : null;
            all.add(new Layer(node, from, dFrom, out, dOut, dictionary(node, parameters)));
            room = Math.max(room, LayerWork.roomForSums(in.rows(), out.columns()));
            from = out;
            dFrom = dOut;
        }
        sums = gradient ? CudaTensor.zeros(transfers, 1, room) : null;
    }

    private static int columns(Node node, CudaTensor in) {
        if (node instanceof DenseNode dense) {
            return dense.out();
        }
        return node instanceof DictionaryNode d ? d.dictionary().latentSize() : in.columns();
    }

    private @Nullable CudaTensor dictionary(Node node, ParameterSet parameters) {
        if (!(node instanceof DictionaryNode d)) {
            return null;
        }
        if (d.dictionary().isLearned()) {
            return (CudaTensor) parameters.named(DictionaryNode.DICTIONARY);
        }
        CudaTensor fixed = CudaTensor.zeros(
                transfers, d.dictionary().latentSize(), d.dictionary().atoms());
        fixed.write(d.dictionary().toArray());
        return fixed;
    }

    CudaTensor output() {
        return all.get(all.size() - 1).out();
    }

    @Nullable
    CudaTensor outputGradient() {
        return all.get(all.size() - 1).dOut();
    }

    /** Output of a node. */
    CudaTensor output(int node) {
        return all.get(node).out();
    }

    /** Its gradient. */
    CudaTensor outputGradient(int node) {
        return Objects.requireNonNull(all.get(node).dOut());
    }

    /** The dictionary of a node that has one. */
    CudaTensor dictionaryOf(int node) {
        return Objects.requireNonNull(all.get(node).dictionary());
    }

    void forward(Sequence work, ParameterSet parameters) {
        for (Layer layer : all) {
            if (layer.node() instanceof DenseNode dense) {
                layers.forward(
                        work,
                        layer.in(),
                        tensor(parameters, dense, ".weight"),
                        tensor(parameters, dense, ".bias"),
                        dense.activation(),
                        layer.out());
            } else if (layer.dictionary() != null) {
                layers.multiply(work, layer.in(), false, layer.dictionary(), true, layer.out());
            } else {
                transform(layer).forward(work, kernels, transfers, layer.in(), layer.out());
            }
        }
    }

    private static CudaTensor tensor(ParameterSet set, DenseNode node, String what) {
        return (CudaTensor) set.named(node.name() + what);
    }

    private static TransformPart transform(Layer layer) {
        return Objects.requireNonNull(TransformPart.of(((TransformNode) layer.node()).transform()));
    }

    /**
     * The way back.
     *
     * @param target receives gradients of the parameters; null if only the input's is wanted
     */
    void backward(Sequence work, ParameterSet parameters, @Nullable ParameterSet target) {
        for (int i = all.size() - 1; i >= 0; i--) {
            Layer layer = all.get(i);
            if (layer.dOut() == null) {
                continue; // rows of data in front of a transform
            }
            if (layer.node() instanceof DenseNode dense) {
                layers.backward(
                        work,
                        layer.in(),
                        tensor(parameters, dense, ".weight"),
                        layer.out(),
                        dense.activation(),
                        layer.dOut(),
                        target == null ? null : tensor(target, dense, ".weight"),
                        target == null ? null : tensor(target, dense, ".bias"),
                        layer.dIn(),
                        Objects.requireNonNull(sums).address());
            } else if (layer.dictionary() != null) {
                dictionaryBack(work, layer, layer.dOut(), target);
            } else if (layer.dIn() != null) {
                transform(layer).backward(work, kernels, transfers, layer.in(), layer.dOut(), layer.dIn());
            }
        }
    }

    private void dictionaryBack(Sequence work, Layer layer, CudaTensor dOut, @Nullable ParameterSet target) {
        CudaTensor dictionary = Objects.requireNonNull(layer.dictionary());
        if (layer.dIn() != null) {
            layers.multiply(work, dOut, false, dictionary, false, layer.dIn());
        }
        if (target != null && ((DictionaryNode) layer.node()).dictionary().isLearned()) {
            CudaTensor gradient = (CudaTensor) target.named(DictionaryNode.DICTIONARY);
            layers.multiply(work, dOut, true, layer.in(), false, gradient);
        }
    }

    /** What parameters keep to after an update. */
    void afterUpdate(Sequence work) {
        for (Layer layer : all) {
            if (layer.node() instanceof DictionaryNode d && d.dictionary().isLearned()) {
                work.then(unitColumns(kernels, Objects.requireNonNull(layer.dictionary())));
            }
        }
    }

    static Launch unitColumns(Kernels kernels, CudaTensor dictionary) {
        return kernels.blocks(
                KernelText.UPDATE,
                "unit_columns",
                dictionary.columns(),
                1,
                64,
                dictionary.address(),
                dictionary.rows(),
                dictionary.columns());
    }

    long bytes() {
        long bytes = sums == null ? 0 : sums.bytes();
        for (Layer layer : all) {
            bytes += layer.out().bytes()
                    + (layer.dOut() == null ? 0 : layer.dOut().bytes());
        }
        return bytes;
    }

    void free() {
        for (Layer layer : all) {
            layer.out().free();
            if (layer.dOut() != null) {
                layer.dOut().free();
            }
        }
        if (sums != null) {
            sums.free();
        }
    }
}
