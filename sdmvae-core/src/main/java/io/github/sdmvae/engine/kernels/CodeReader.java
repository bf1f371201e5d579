/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.CodeHeadsNode;
import org.jspecify.annotations.Nullable;

/** Heads that depend on the codes before, frame by frame. For engines that put steps together. Not thread-safe. */
public interface CodeReader {

    /** What is known of all frames before the first code is drawn. */
    void start();

    /**
     * Heads of a frame, from the codes before.
     *
     * @param t frame
     */
    void step(int t);

    /** Before the frames of a backward pass. */
    void startBackward();

    /**
     * Gradient of a frame's heads → gradient of the code before.
     *
     * @param t frame
     * @param dBefore receives B × k
     */
    void stepBackward(int t, Tensor dBefore);

    /**
     * After all frames: gradients of weights and of what the layers over x say.
     *
     * @param target receives the gradients of the parameters
     */
    void finish(ParameterSet target);

    /** Back to its start. */
    default void restart() {}

    /**
     * What a reader works on.
     *
     * @param engine whose kernels
     * @param node what to compute
     * @param parameters of the model
     * @param features what the layers over x say, rows × (units · directions)
     * @param dFeatures receives its gradient; null in a program without
     * @param before codes of the frames before, rows × k
     * @param heads receives rows × 2k
     * @param dHeads its gradient; null in a program without
     * @param rows of the batch
     */
    record Context(
            KernelEngine engine,
            CodeHeadsNode node,
            ParameterSet parameters,
            Tensor features,
            @Nullable Tensor dFeatures,
            Tensor before,
            Tensor heads,
            @Nullable Tensor dHeads,
            SequenceRows rows) {

        Tensor block(Tensor tensor, int t) {
            return RecurrentLayer.block(tensor, t, rows.sequences());
        }

        Tensor[] blocks(Tensor tensor) {
            Tensor[] blocks = new Tensor[rows.steps()];
            for (int t = 0; t < blocks.length; t++) {
                blocks[t] = block(tensor, t);
            }
            return blocks;
        }

        Tensor weight() {
            return parameters.named(node.name() + ".weight");
        }

        Tensor bias() {
            return parameters.named(node.name() + ".bias");
        }
    }

    /**
     * Compiles a node.
     *
     * @param context engine, node and arrays
     * @return the reader, its arrays allocated
     */
    static CodeReader of(Context context) {
        return context.node().isBeside() ? new RecurrentCodeReader(context) : new MarkovCodeReader(context);
    }
}
