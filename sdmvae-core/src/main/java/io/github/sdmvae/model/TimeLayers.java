/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.RecurrentNode;
import io.github.sdmvae.graph.TransitionNode;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Transition;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a model of time that one without has not. */
final class TimeLayers {
    private static final String ENCODER = "encoder";
    private static final String DECODER = "decoder";

    private final ModelDefinition definition;
    private final Dynamics dynamics;

    TimeLayers(ModelDefinition definition, Dynamics dynamics) {
        this.definition = definition;
        this.dynamics = dynamics;
    }

    /** What the prior says from frame to frame. */
    static Transition transition(Prior prior) {
        GammaUpdate stated = prior.statedGamma();
        return prior.overTime(stated == null ? GammaUpdate.closedForm() : stated)
                .transition();
    }

    private static int last(List<Integer> sizes) {
        return sizes.get(sizes.size() - 1);
    }

    TransitionNode transition() {
        return new TransitionNode(
                transition(definition.prior()),
                definition.codeSize(),
                last(definition.encoderHidden()),
                dynamics.cell());
    }

    List<Node> encoder() {
        List<Integer> sizes = definition.encoderHidden();
        List<Node> nodes = dense(ENCODER, definition.inputSize(), sizes.subList(0, sizes.size() - 1));
        int before = sizes.size() == 1 ? definition.inputSize() : sizes.get(sizes.size() - 2);
        RecurrentNode recurrent = recurrent(ENCODER, nodes.size(), before, last(sizes), dynamics.encoder());
        nodes.add(recurrent);
        String heads = ENCODER + "." + nodes.size();
        int k = definition.codeSize();
        nodes.add(
                dynamics.recurrence() == CodeRecurrence.NONE
                        ? new DenseNode(heads, recurrent.out(), 2 * k, Activation.IDENTITY)
                        : new CodeHeadsNode(
                                heads,
                                recurrent.units(),
                                recurrent.direction().count(),
                                k,
                                dynamics.recurrence(),
                                dynamics.cell()));
        return nodes;
    }

    List<Node> decoder() {
        List<Integer> sizes = definition.decoderHidden();
        int outputs = definition.inputSize() * definition.likelihood().outputsPerValue();
        Direction direction = dynamics.decoder();
        List<Node> nodes;
        int before;
        if (direction == null) {
            nodes = dense(DECODER, definition.latentSize(), sizes);
            before = sizes.isEmpty() ? definition.latentSize() : last(sizes);
        } else {
            RecurrentNode recurrent = recurrent(DECODER, 0, definition.latentSize(), sizes.get(0), direction);
            nodes = new ArrayList<>(List.of(recurrent));
            before = recurrent.out();
        }
        nodes.add(new DenseNode(DECODER + "." + nodes.size(), before, outputs, Activation.IDENTITY));
        return nodes;
    }

    private RecurrentNode recurrent(String half, int number, int in, int units, Direction direction) {
        return new RecurrentNode(half + "." + number, in, units, dynamics.cell(), direction);
    }

    private List<Node> dense(String half, int in, List<Integer> sizes) {
        List<Node> nodes = new ArrayList<>();
        int before = in;
        for (int size : sizes) {
            nodes.add(new DenseNode(half + "." + nodes.size(), before, size, definition.activation()));
            before = size;
        }
        return nodes;
    }
}
