/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.SparseDecodingNode;
import io.github.sdmvae.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a sparse decoding's mask, from the latent vector to the columns of the output that use them: the masked first
 * layers side by side as one product, then hidden layers whose rows are the groups of all data points. Not thread-safe.
 */
final class DecoderBlock {
    private final KernelEngine engine;
    private final SparseDecodingNode node;
    private final int groups;
    private final GroupedColumns columns;
    private final Tensor mask;
    private final Tensor stacked;
    private final Tensor biases;
    private final List<Tensor> hidden = new ArrayList<>();
    /** The same memory with a row for each group of each data point. */
    private final List<Tensor> byGroup = new ArrayList<>();

    private final @Nullable Gradients gradients;
    private final List<Tensor> dHidden = new ArrayList<>();
    private final List<Tensor> dByGroup = new ArrayList<>();

    /**
     * Where a block's gradients go, shared by all blocks.
     *
     * @param hidden of each hidden layer
     * @param stacked of V
     * @param biases of V's biases
     * @param latent B × m
     * @param mask of the block's rows
     * @param weights of each layer but the last
     * @param layerBiases of each hidden layer but the first
     */
    record Gradients(
            List<Tensor> hidden,
            Tensor stacked,
            Tensor biases,
            Tensor latent,
            Tensor mask,
            List<Tensor> weights,
            List<Tensor> layerBiases) {}

    /**
     * Lays a block out.
     *
     * @param engine whose kernels
     * @param node the decoder
     * @param rows data points or draws
     * @param groups rows of the mask in the block
     * @param columns of the output that use them
     * @param room for hidden layers, of the largest block; shared where no gradients are wanted
     * @param all room for gradients, of the largest block; null if none are wanted
     */
    DecoderBlock(
            KernelEngine engine,
            SparseDecodingNode node,
            int rows,
            int groups,
            GroupedColumns columns,
            List<Tensor> room,
            @Nullable Gradients all) {
        this.engine = engine;
        this.node = node;
        this.groups = groups;
        this.columns = columns;
        mask = engine.allocate(groups, node.in());
        int first = node.hidden().get(0);
        stacked = engine.allocate(node.in(), groups * first);
        biases = engine.allocate(1, groups * first);
        lay(room, rows, hidden, byGroup);
        if (all != null) {
            lay(all.hidden(), rows, dHidden, dByGroup);
        }
        gradients = all == null
                ? null
                : new Gradients(
                        dHidden,
                        like(all.stacked(), stacked),
                        like(all.biases(), biases),
                        all.latent(),
                        like(all.mask(), mask),
                        all.weights(),
                        all.layerBiases());
    }

    private void lay(List<Tensor> room, int rows, List<Tensor> units, List<Tensor> unitsByGroup) {
        for (int l = 0; l < room.size(); l++) {
            int size = node.hidden().get(l);
            units.add(room.get(l).view(0, rows, groups * size));
            unitsByGroup.add(room.get(l).view(0, rows * groups, size));
        }
    }

    /** Fills the block's masked first layers: once for every pass. */
    void load(double[] usedMask, int firstGroup, ParameterSet parameters) {
        double[] rows = new double[mask.length()];
        System.arraycopy(usedMask, firstGroup * node.in(), rows, 0, rows.length);
        mask.write(rows);
        engine.stack(mask, parameters.named(node.weight(0)), stacked);
        double[] bias = HostLayers.values(parameters.named(node.bias(0)));
        double[] tiled = new double[biases.length()];
        for (int at = 0; at < tiled.length; at++) {
            tiled[at] = bias[at % bias.length];
        }
        biases.write(tiled);
    }

    void forward(Tensor latent, ParameterSet parameters, Tensor output) {
        Activation activation = node.activation();
        engine.dense(latent, stacked, biases, activation, hidden.get(0));
        for (int l = 1; l < hidden.size(); l++) {
            engine.dense(
                    byGroup.get(l - 1),
                    parameters.named(node.weight(l)),
                    parameters.named(node.bias(l)),
                    activation,
                    byGroup.get(l));
        }
        int last = hidden.size();
        engine.grouped(
                hidden.get(last - 1),
                parameters.named(node.weight(last)),
                parameters.named(node.bias(last)),
                columns,
                output);
    }

    /** Gradients of this block alone: dLatent, dMask and of all layers but the last. */
    void backward(Tensor latent, ParameterSet parameters, Tensor dOutput, @Nullable Tensor dLast) {
        Gradients g = gradients();
        int last = hidden.size();
        engine.groupedBackward(
                hidden.get(last - 1),
                parameters.named(node.weight(last)),
                columns,
                dOutput,
                dLast,
                dHidden.get(last - 1));
        hiddenBackward(parameters, g);
        engine.denseBackward(
                latent, stacked, hidden.get(0), node.activation(), dHidden.get(0), g.stacked(), g.biases(), g.latent());
        engine.stackBackward(
                mask,
                parameters.named(node.weight(0)),
                g.stacked(),
                g.mask(),
                g.weights().get(0));
    }

    /** The hidden layers above the masked first one. */
    private void hiddenBackward(ParameterSet parameters, Gradients g) {
        for (int l = hidden.size() - 1; l > 0; l--) {
            engine.denseBackward(
                    byGroup.get(l - 1),
                    parameters.named(node.weight(l)),
                    byGroup.get(l),
                    node.activation(),
                    dByGroup.get(l),
                    g.weights().get(l),
                    g.layerBiases().get(l - 1),
                    dByGroup.get(l - 1));
        }
    }

    /** This block's part of the room for gradients, as {@link #backward} left it. */
    Gradients gradients() {
        return Objects.requireNonNull(gradients);
    }

    private static Tensor like(Tensor room, Tensor shape) {
        return room.view(0, shape.rows(), shape.columns());
    }

    /** Values that this block alone holds. */
    long length() {
        return (long) mask.length() + stacked.length() + biases.length();
    }
}
