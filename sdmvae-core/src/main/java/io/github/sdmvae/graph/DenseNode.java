/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.network.Activation;
import java.util.List;

/**
 * A dense layer, {@code y = f(x W + b)}.
 *
 * @param name begins the names of weight and bias
 * @param in size of x
 * @param out size of y
 * @param activation f
 */
public record DenseNode(String name, int in, int out, Activation activation) implements Node {
    @Override
    public List<Parameter> parameters() {
        Start start = Start.byFanIn(in);
        return List.of(
                new Parameter(name + ".weight", in, out, false, start),
                new Parameter(name + ".bias", 1, out, true, start));
    }

    @Override
    public String summary() {
        return in + " → " + out + ", " + activation.label();
    }
}
