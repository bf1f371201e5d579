/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent layer, or one each way. State zero before the first frame that is read. Weights are in × gates·units, all
 * started uniform on ±1/√units as in PyTorch, the long short-term memory's one bias as the sum of two such draws.
 *
 * @param name begins the names of the weights
 * @param in size of a frame
 * @param units h, size of the state
 * @param cell what it does at a frame
 * @param direction which way it reads
 */
public record RecurrentNode(String name, int in, int units, RecurrentCell cell, Direction direction) implements Node {

    /**
     * The layers' names.
     *
     * @return with {@code .forward}, {@code .backward}, or both
     */
    public List<String> layers() {
        List<String> layers = new ArrayList<>();
        if (direction.readsPast()) {
            layers.add(name + ".forward");
        }
        if (direction.readsFuture()) {
            layers.add(name + ".backward");
        }
        return layers;
    }

    /**
     * Size of the output.
     *
     * @return h, or 2h with both directions
     */
    public int out() {
        return units * direction.count();
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        layers().forEach(layer -> all.addAll(weights(layer, in, units, cell)));
        return all;
    }

    static List<Parameter> weights(String layer, int in, int units, RecurrentCell cell) {
        int columns = cell.gates() * units;
        Start start = Start.byFanIn(units);
        List<Parameter> weights = new ArrayList<>();
        weights.add(new Parameter(layer + ".inputWeight", in, columns, false, start));
        weights.add(new Parameter(layer + ".stateWeight", units, columns, false, start));
        weights.add(new Parameter(layer + ".bias", 1, columns, true, cell.hasStateBias() ? start : start.twice()));
        if (cell.hasStateBias()) {
            weights.add(new Parameter(layer + ".stateBias", 1, columns, true, start));
        }
        return weights;
    }
}
