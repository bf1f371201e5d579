/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;

/**
 * The encoder's input with pseudo-inputs behind the data: one pass encodes both, and its gradient sums over both. Not
 * thread-safe.
 */
final class PseudoRows {
    private final Tensor input;
    private final Tensor dInput;
    private final Tensor data;
    private final Tensor behind;
    private final Tensor dBehind;
    private final double[] copy;

    PseudoRows(Engine engine, int rows, int pseudoRows, int width) {
        input = engine.allocate(rows + pseudoRows, width);
        dInput = engine.allocate(rows + pseudoRows, width);
        data = input.view(0, rows, width);
        behind = input.view(rows * width, pseudoRows, width);
        dBehind = dInput.view(rows * width, pseudoRows, width);
        copy = new double[pseudoRows * width];
    }

    /** (B+U) × n. */
    Tensor input() {
        return input;
    }

    /** Gradient with respect to {@link #input}. */
    Tensor dInput() {
        return dInput;
    }

    /** The first B rows. */
    Tensor data() {
        return data;
    }

    void load(Tensor pseudoInputs) {
        pseudoInputs.read(copy);
        behind.write(copy);
    }

    void unloadGradient(Tensor target) {
        dBehind.read(copy);
        target.write(copy);
    }
}
