/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.ModelGraph;
import org.jspecify.annotations.Nullable;

/**
 * The encoder's input: the data, and behind it the pseudo-inputs, if there are any. One pass encodes both, and its gradient
 * sums over both.
 */
final class InputRows {
    private final Tensor input;
    private final Tensor data;
    private final @Nullable Tensor dInput;
    private final @Nullable Tensor behind;
    private final @Nullable Tensor dBehind;
    private final double[] copy;

    InputRows(KernelEngine engine, ModelGraph graph, int rows, boolean training) {
        int width = graph.input().width();
        int pseudo = graph.draw().shape().pseudoRows();
        input = engine.allocate(rows + pseudo, width);
        copy = new double[pseudo * width];
        if (pseudo == 0) {
            data = input;
            dInput = null;
            behind = null;
            dBehind = null;
            return;
        }
        data = input.view(0, rows, width);
        behind = input.view(rows * width, pseudo, width);
        dInput = training ? engine.allocate(rows + pseudo, width) : null;
        dBehind = dInput == null ? null : dInput.view(rows * width, pseudo, width);
    }

    /** (B+U) × n. */
    Tensor all() {
        return input;
    }

    /** Gradient with respect to {@link #all}; null if nobody wants it. */
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
            parameters.named(DrawNode.PSEUDO_INPUTS).read(copy);
            behind.write(copy);
        }
    }

    void unloadGradient(ParameterSet target) {
        if (dBehind != null) {
            dBehind.read(copy);
            target.named(DrawNode.PSEUDO_INPUTS).write(copy);
        }
    }
}
