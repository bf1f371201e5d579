/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The arrays of a recurrent layer at one frame, for B sequences, h units and G gates. What is carried from frame to frame
 * backwards is in {@link Backward}.
 *
 * @param input x W + b, B × Gh
 * @param product h' U of the state before, with its bias if it has one, B × Gh
 * @param gates receives the gates, B × Gh
 * @param memoryBefore c of the frame before, B × h
 * @param memory receives c, or for the gated recurrent unit its candidate's product, B × h
 * @param stateBefore h of the frame before, B × h
 * @param state receives h, B × h
 * @param backward the gradients' arrays; null in a program without
 */
public record CellFrame(
        Tensor input,
        Tensor product,
        Tensor gates,
        Tensor memoryBefore,
        Tensor memory,
        Tensor stateBefore,
        Tensor state,
        @Nullable Backward backward) {

    /**
     * Arrays of the gradients at one frame.
     *
     * @param dState gradient of h from above, B × h
     * @param dStateCarried gradient of h from the frame behind, B × h; receives what goes to the frame before without a
     *     product
     * @param dMemoryCarried gradient of c from the frame behind, B × h; receives that of the frame before
     * @param dInput receives the gradient of the input's part, B × Gh
     * @param dProduct receives the gradient of the state's part, B × Gh; the same array for long short-term memory
     */
    public record Backward(
            Tensor dState, Tensor dStateCarried, Tensor dMemoryCarried, Tensor dInput, Tensor dProduct) {}

    /**
     * The gradients' arrays.
     *
     * @return arrays
     * @throws NullPointerException in a program without gradients
     */
    public Backward gradients() {
        return Objects.requireNonNull(backward, "no gradients were asked for");
    }
}
