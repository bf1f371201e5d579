/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.likelihood.Likelihood;

/**
 * From the decoder's output to the loss of the data.
 *
 * @param likelihood p(x|z)
 * @param width n, values per data point
 */
public record ObservationNode(Likelihood likelihood, int width) implements Node {
    @Override
    public String name() {
        return "observation";
    }

    @Override
    public String summary() {
        return width + " values, " + likelihood.describe();
    }
}
