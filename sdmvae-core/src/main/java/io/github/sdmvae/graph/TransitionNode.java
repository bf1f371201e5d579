/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.prior.Transition;
import java.util.ArrayList;
import java.util.List;

/**
 * What the prior of a model of time says of a frame's code from the codes before. A graph that has one is a model of time,
 * its batches are sequences.
 *
 * @param transition what is predicted, and how; {@link Transition#NONE} if nothing is
 * @param width k, entries per code
 * @param units size of an anchor's hidden layer
 * @param cell of an anchor's recurrent layer
 */
public record TransitionNode(Transition transition, int width, int units, RecurrentCell cell) implements Node {
    /** Begins the names of the weights. */
    public static final String NAME = "prior";

    @Override
    public String name() {
        return NAME;
    }

    /**
     * A dense layer.
     *
     * @param layer its name after {@code prior.}
     * @param in size of its input
     * @param out size of its output
     * @param activation its function
     * @return the layer
     */
    public static DenseNode dense(String layer, int in, int out, Activation activation) {
        return new DenseNode(NAME + "." + layer, in, out, activation);
    }

    /**
     * The layer of a recurrent anchor.
     *
     * @return forward over the codes before
     */
    public RecurrentNode recurrent() {
        return new RecurrentNode(NAME + ".anchor", width, units, cell, Direction.FORWARD);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        switch (transition) {
            case NONE -> {}
            case GATED -> {
                gated(all);
                square(all, "variance");
            }
            case GATED_MEAN -> gated(all);
            case ANCHOR -> {
                all.addAll(dense("anchor1", width, units, Activation.TANH).parameters());
                all.addAll(dense("anchor2", units, width, Activation.IDENTITY).parameters());
            }
            case RECURRENT_ANCHOR -> {
                all.addAll(recurrent().parameters());
                all.addAll(dense("anchor2", units, width, Activation.IDENTITY).parameters());
            }
        }
        return all;
    }

    private void gated(List<Parameter> all) {
        List.of("gate1", "gate2", "proposal1", "proposal2").forEach(layer -> square(all, layer));
        // Krishnan et al. (2017) begin with the code staying where it is.
        double[] identity = new double[width * width];
        for (int j = 0; j < width; j++) {
            identity[j * width + j] = 1;
        }
        all.add(new Parameter(NAME + ".mean.weight", width, width, false, Start.given(identity)));
        all.add(new Parameter(NAME + ".mean.bias", 1, width, true, Start.given(new double[width])));
    }

    private void square(List<Parameter> all, String layer) {
        all.addAll(dense(layer, width, width, Activation.IDENTITY).parameters());
    }
}
