/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.ModelGraph;
import org.jspecify.annotations.Nullable;

/**
 * The encoder's input: the data, and behind it the pseudo-inputs, if there are any. One pass encodes both, and its gradient
 * sums over both; with respect to the input itself only that of the pseudo-inputs is asked for.
 */
final class InputRows {
    private final KernelEngine engine;
    private final Tensor input;
    private final Tensor data;
    private final @Nullable Tensor dInput;
    private final @Nullable Tensor behind;

    InputRows(KernelEngine engine, ModelGraph graph, int rows, boolean training) {
        this.engine = engine;
        int width = graph.input().width();
        int pseudo = graph.draw().shape().pseudoRows();
        input = engine.allocate(rows + pseudo, width);
        if (pseudo == 0) {
            data = input;
            dInput = null;
            behind = null;
            return;
        }
        data = input.view(0, rows, width);
        behind = input.view(rows * width, pseudo, width);
        dInput = training ? engine.allocate(pseudo, width) : null;
    }

    /** (B+U) × n. */
    Tensor all() {
        return input;
    }

    /** Gradient with respect to the pseudo-inputs, the last rows of {@link #all}; null if nobody wants it. */
    @Nullable
    Tensor gradient() {
        return dInput;
    }

    /** The first B rows. */
    Tensor data() {
        return data;
    }

    void load(ParameterSet parameters) {
        if (behind != null) {
            engine.copy(parameters.named(DrawNode.PSEUDO_INPUTS), behind);
        }
    }

    void unloadGradient(ParameterSet target) {
        if (dInput != null) {
            engine.copy(dInput, target.named(DrawNode.PSEUDO_INPUTS));
        }
    }
}
