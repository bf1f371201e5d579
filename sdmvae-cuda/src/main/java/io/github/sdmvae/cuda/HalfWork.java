/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.InputGradient.Half;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arrays of one half of a model with the gradient of its input, and the work on them: no gradients of weights. */
final class HalfWork {
    private final CudaTensor input;
    private final CudaTensor inputGradient;
    private final Chain chain;

    /**
     * Allocates the arrays.
     *
     * @param input what it reads
     * @param rows where the rows belong in a model of time; null if they stand alone
     */
    HalfWork(
            RecordingEngine engine,
            ModelGraph graph,
            Half half,
            KernelParameters parameters,
            CudaTensor input,
            @Nullable SequenceRows rows) {
        this.input = input;
        inputGradient = engine.zeros(input.rows(), input.columns());
        chain = new Chain(engine, nodes(graph, half), parameters.values(), input, inputGradient, true, rows);
    }

    private static List<Node> nodes(ModelGraph graph, Half half) {
        return switch (half) {
            case ENCODER -> graph.encoder();
            case DECODER -> graph.decoder();
        };
    }

    /** Values per row of what it reads. */
    static int width(ModelGraph graph, Half half) {
        return switch (half) {
            case ENCODER -> graph.input().width();
            case DECODER -> graph.draw().width();
        };
    }

    /** What there are no kernels for; empty if there is nothing. */
    static String lacking(ModelGraph graph, Half half) {
        return Chain.lacking(nodes(graph, half));
    }

    CudaTensor input() {
        return input;
    }

    CudaTensor output() {
        return chain.output();
    }

    CudaTensor outputGradient() {
        return Objects.requireNonNull(chain.outputGradient());
    }

    CudaTensor inputGradient() {
        return inputGradient;
    }

    void forward(Sequence work) {
        chain.forward(work);
    }

    void backward(Sequence work) {
        chain.backward(work, null);
    }
}
