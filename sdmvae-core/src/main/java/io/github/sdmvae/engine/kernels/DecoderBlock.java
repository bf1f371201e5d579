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
    private final @Nullable Gradients gradients;

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
     * @param gradients null if none are wanted
     */
    DecoderBlock(
            KernelEngine engine,
            SparseDecodingNode node,
            int rows,
            int groups,
            GroupedColumns columns,
            List<Tensor> room,
            @Nullable Gradients gradients) {
        this.engine = engine;
        this.node = node;
        this.groups = groups;
        this.columns = columns;
        this.gradients = gradients;
        mask = engine.allocate(groups, node.in());
        int first = node.hidden().get(0);
        stacked = engine.allocate(node.in(), groups * first);
        biases = engine.allocate(1, groups * first);
        for (int l = 0; l < room.size(); l++) {
            hidden.add(room.get(l).view(0, rows, groups * node.hidden().get(l)));
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
                    byGroup(hidden.get(l - 1), l - 1),
                    parameters.named(node.weight(l)),
                    parameters.named(node.bias(l)),
                    activation,
                    byGroup(hidden.get(l), l));
        }
        int last = hidden.size();
        engine.grouped(
                hidden.get(last - 1),
                parameters.named(node.weight(last)),
                parameters.named(node.bias(last)),
                columns,
                output);
    }

    /** The same memory with a row for each group of each data point. */
    private Tensor byGroup(Tensor units, int layer) {
        return units.view(0, units.rows() * groups, node.hidden().get(layer));
    }

    /** Gradients of this block alone: dLatent, dMask and of all layers but the last. */
    void backward(Tensor latent, ParameterSet parameters, Tensor dOutput, @Nullable Tensor dLast) {
        Gradients g = Objects.requireNonNull(gradients);
        Activation activation = node.activation();
        int last = hidden.size();
        Tensor d = like(g.hidden().get(last - 1), hidden.get(last - 1));
        engine.groupedBackward(hidden.get(last - 1), parameters.named(node.weight(last)), columns, dOutput, dLast, d);
        for (int l = last - 1; l > 0; l--) {
            Tensor before = like(g.hidden().get(l - 1), hidden.get(l - 1));
            engine.denseBackward(
                    byGroup(hidden.get(l - 1), l - 1),
                    parameters.named(node.weight(l)),
                    byGroup(hidden.get(l), l),
                    activation,
                    byGroup(d, l),
                    g.weights().get(l),
                    g.layerBiases().get(l - 1),
                    byGroup(before, l - 1));
            d = before;
        }
        Tensor dStacked = like(g.stacked(), stacked);
        Tensor dBiases = like(g.biases(), biases);
        engine.denseBackward(latent, stacked, hidden.get(0), activation, d, dStacked, dBiases, g.latent());
        engine.stackBackward(
                mask,
                parameters.named(node.weight(0)),
                dStacked,
                dMask(),
                g.weights().get(0));
    }

    private static Tensor like(Tensor room, Tensor shape) {
        return room.view(0, shape.rows(), shape.columns());
    }

    /** Gradient with respect to the block's rows of the mask in use, after {@link #backward}. */
    Tensor dMask() {
        return like(Objects.requireNonNull(gradients).mask(), mask);
    }

    /** Gradient with respect to the first layer's biases. */
    double[] dFirstBias() {
        double[] tiled =
                HostLayers.values(like(Objects.requireNonNull(gradients).biases(), biases));
        double[] sum = new double[node.hidden().get(0)];
        for (int at = 0; at < tiled.length; at++) {
            sum[at % sum.length] += tiled[at];
        }
        return sum;
    }

    /** Values that this block alone holds. */
    long length() {
        return (long) mask.length() + stacked.length() + biases.length();
    }
}
