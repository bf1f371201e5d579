/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.prior.Prior;
import java.util.List;

/**
 * From the encoder's output to a draw of the code, with the divergence from its prior.
 *
 * @param prior p(a)
 * @param width k, entries per code
 * @param inputSize n, size of a pseudo-input
 */
public record DrawNode(Prior prior, int width, int inputSize) implements Node {
    /** Name of the learned pseudo-inputs, U × n. */
    public static final String PSEUDO_INPUTS = "pseudoInputs";

    @Override
    public String name() {
        return "code";
    }

    /**
     * What the prior asks of the arrays.
     *
     * @return its shape for k entries
     */
    public CodeShape shape() {
        return prior.shape(width);
    }

    @Override
    public List<Parameter> parameters() {
        int rows = shape().pseudoRows();
        return rows == 0 ? List.of() : List.of(new Parameter(PSEUDO_INPUTS, rows, inputSize, false, Start.fractions()));
    }

    @Override
    public String summary() {
        return width + " entries, prior " + prior.describe();
    }
}
