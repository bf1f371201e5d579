/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.graph.Node;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of encoder or decoder compiled for one batch shape. Not thread-safe. */
public interface Stage {

    /** Compiles nodes of one type. */
    @FunctionalInterface
    interface Factory {
        /**
         * Compiles a node.
         *
         * @param request the node and what surrounds it
         * @return the stage, its arrays allocated
         */
        Stage create(Request request);
    }

    /**
     * A node and what surrounds it.
     *
     * @param engine whose kernels to use
     * @param node what to compile
     * @param parameters of the model
     * @param in output of the stage before, B × its columns
     * @param dIn receives the gradient with respect to it, or, with fewer rows, to its last rows; null if nobody wants it
     * @param gradient whether this stage's own output needs a gradient
     * @param sequences where the rows belong in a model of time; null if they stand alone
     */
    record Request(
            KernelEngine engine,
            Node node,
            ParameterSet parameters,
            Tensor in,
            @Nullable Tensor dIn,
            boolean gradient,
            @Nullable SequenceRows sequences) {

        /** The rows of a tensor of the input's rows whose gradient is wanted: all of them, or the last. */
        Tensor wanted(Tensor tensor) {
            int rows = dIn == null ? tensor.rows() : dIn.rows();
            int columns = tensor.columns();
            return rows == tensor.rows() ? tensor : tensor.view((tensor.rows() - rows) * columns, rows, columns);
        }
    }

    /**
     * What the stage computes.
     *
     * @return B × columns
     */
    Tensor output();

    /**
     * Gradient of the loss with respect to {@link #output()}, filled by the stage behind.
     *
     * @return shaped like the output; null if no gradient was asked for
     */
    @Nullable
    Tensor outputGradient();

    /** Input → output. */
    void forward();

    /**
     * Gradient of the output → gradients of input and parameters.
     *
     * @param target receives the gradients of the parameters; null if only the input's is wanted
     */
    void backward(@Nullable ParameterSet target);

    /**
     * How many numbers its arrays hold, for the bound on a program's memory.
     *
     * @return output and its gradient, unless overridden
     */
    default long values() {
        Tensor gradient = outputGradient();
        return (long) output().length() + (gradient == null ? 0 : gradient.length());
    }

    /** Puts what is carried from run to run back to its start, in models of time. */
    default void restart() {}

    /**
     * In training, after {@link #forward} and before anything behind: adds statistics of the batch up over the workers.
     *
     * @param exchange where the workers meet
     * @param rows data points of this worker
     * @param totalRows data points of the whole batch
     */
    default void meet(Exchange exchange, int rows, int totalRows) {}

    /**
     * Adds the terms of the loss that the node brings, as of the last pass; in {@link #backward} the stage adds their
     * gradients, of those that depend on parameters alone this worker's share.
     *
     * @param terms by name, in order
     */
    default void addTerms(Map<String, Double> terms) {}

    /** Restores what the parameters must keep to after an update, for instance atoms of norm 1. */
    default void afterUpdate() {}

    /**
     * As {@link #afterUpdate()}, for stages that need to know of the step.
     *
     * @param values of the step
     */
    default void afterUpdate(StepValues values) {
        afterUpdate();
    }

    /**
     * Memory beside output and its gradient.
     *
     * @return number of values
     */
    default long innerLength() {
        return 0;
    }
}
