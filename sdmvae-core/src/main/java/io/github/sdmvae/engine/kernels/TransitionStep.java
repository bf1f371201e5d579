/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.graph.DenseNode;
import io.github.sdmvae.graph.TransitionNode;
import io.github.sdmvae.network.Activation;
import io.github.sdmvae.prior.CodeSequences;
import io.github.sdmvae.prior.TimeTerms;
import org.jspecify.annotations.Nullable;

/** What a prior predicts of the codes from those before. Not thread-safe. */
interface TransitionStep {

    /**
     * Codes before → mean and variance.
     *
     * @param codes whose predictions are written
     */
    void forward(CodeSequences codes);

    /**
     * Gradients of mean and variance → gradients of codes before and parameters.
     *
     * @param terms gradients, unscaled
     * @param scale factor on them
     * @param target receives the gradients of the parameters
     */
    void backward(TimeTerms terms, double scale, ParameterSet target);

    /** Back to its start. */
    default void restart() {}

    /**
     * Compiles a transition.
     *
     * @param context engine, node and arrays
     * @return null if nothing is predicted
     */
    static @Nullable TransitionStep of(Context context) {
        return switch (context.node().transition()) {
            case NONE -> null;
            case GATED, GATED_MEAN -> new GatedTransition(context);
            case ANCHOR, RECURRENT_ANCHOR -> new AnchorStep(context);
        };
    }

    /**
     * What a transition works on.
     *
     * @param engine whose kernels
     * @param node what to compute
     * @param parameters of the model
     * @param before codes of the frames before, rows × k
     * @param dBefore receives their gradient
     * @param rows of the batch
     * @param gradient whether gradients are wanted
     */
    record Context(
            KernelEngine engine,
            TransitionNode node,
            ParameterSet parameters,
            Tensor before,
            Tensor dBefore,
            SequenceRows rows,
            boolean gradient) {

        DenseStage dense(String layer, Tensor in, @Nullable Tensor dIn, int out, Activation activation) {
            DenseNode dense = TransitionNode.dense(layer, in.columns(), out, activation);
            return new DenseStage(new Stage.Request(engine, dense, parameters, in, dIn, gradient, rows));
        }

        Tensor like(Tensor tensor) {
            return engine.allocate(tensor.rows(), tensor.columns());
        }
    }
}
