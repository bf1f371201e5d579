/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.SparseDecodingNode;
import java.util.ArrayList;
import java.util.List;

/** Gradients of a sparse decoding, added up over its blocks on the host. */
final class DecoderGradient {
    private final SparseDecodingNode node;
    private final double[] latent;
    private final double[] usedMask;
    private final List<double[]> weights = new ArrayList<>();
    private final List<double[]> biases = new ArrayList<>();

    DecoderGradient(SparseDecodingNode node, int rows) {
        this.node = node;
        latent = new double[rows * node.in()];
        usedMask = new double[node.rows() * node.in()];
        List<Integer> sizes = node.sizes();
        for (int l = 0; l < node.hidden().size(); l++) {
            weights.add(new double[sizes.get(l) * sizes.get(l + 1)]);
            biases.add(new double[sizes.get(l + 1)]);
        }
    }

    void add(DecoderBlock.Gradients found, int firstGroup) {
        add(latent, HostLayers.values(found.latent()));
        double[] rows = HostLayers.values(found.mask());
        System.arraycopy(rows, 0, usedMask, firstGroup * node.in(), rows.length);
        double[] tiled = HostLayers.values(found.biases());
        for (int at = 0; at < tiled.length; at++) {
            biases.get(0)[at % biases.get(0).length] += tiled[at];
        }
        for (int l = 0; l < weights.size(); l++) {
            add(weights.get(l), HostLayers.values(found.weights().get(l)));
            if (l > 0) {
                add(biases.get(l), HostLayers.values(found.layerBiases().get(l - 1)));
            }
        }
    }

    private static void add(double[] sum, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    double[] latent() {
        return latent;
    }

    /** With respect to the mask as it is used. */
    double[] usedMask() {
        return usedMask;
    }

    /** All layers but the last. */
    void write(ParameterSet target) {
        for (int l = 0; l < weights.size(); l++) {
            target.named(node.weight(l)).write(weights.get(l));
            target.named(node.bias(l)).write(biases.get(l));
        }
    }
}
