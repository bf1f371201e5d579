/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.network.RecurrentCell;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of an encoder that reads the codes of the frames before: μ and λ of a frame, linear in what the layers over x say
 * and in what is remembered of the codes. The last node of such an encoder.
 *
 * @param name begins the names of the heads' weight and bias
 * @param units size of each layer over x
 * @param directions number of layers over x
 * @param width k, entries per code
 * @param recurrence how past codes are read, not {@link CodeRecurrence#NONE}
 * @param cell of a recurrent layer over the codes, which has as many units
 */
public record CodeHeadsNode(
        String name, int units, int directions, int width, CodeRecurrence recurrence, RecurrentCell cell)
        implements Node {
    /** Begins the names of what reads the codes. */
    public static final String CODE = "encoder.code";

    /**
     * Whether the code's part stands beside that of x, with weights of its own.
     *
     * @return false if the two are averaged
     */
    public boolean isBeside() {
        return recurrence == CodeRecurrence.RECURRENT;
    }

    /**
     * Rows of the heads' weight.
     *
     * @return units of x and code side by side, or of their average
     */
    public int features() {
        return isBeside() ? units * (directions + 1) : units;
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>();
        Start start = Start.byFanIn(features());
        all.add(new Parameter(name + ".weight", features(), 2 * width, false, start));
        all.add(new Parameter(name + ".bias", 1, 2 * width, true, start));
        all.addAll(
                isBeside()
                        ? RecurrentNode.weights(CODE, width, units, cell)
                        : new DenseNode(CODE, width, units, Activation.TANH).parameters());
        return all;
    }
}
