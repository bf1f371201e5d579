/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Encoder or decoder alone, with the gradient of its input and no gradients of weights. */
final class ChainGradient implements TensorGradient {
    private final Tensor input;
    private final Tensor dInput;
    private final List<Stage> stages;
    private final Tensor output;
    private final Tensor dOutput;
    private final @Nullable SequenceRows sequences;

    private ChainGradient(
            KernelEngine engine,
            List<Node> nodes,
            int width,
            KernelParameters parameters,
            int rows,
            @Nullable SequenceRows sequences) {
        this.sequences = sequences;
        input = engine.allocate(rows, width);
        dInput = engine.allocate(rows, width);
        stages = Stages.chain(engine, nodes, parameters.values(), input, dInput, true, sequences);
        Stage last = stages.get(stages.size() - 1);
        output = last.output();
        dOutput = Objects.requireNonNull(last.outputGradient());
    }

    static TensorGradient of(KernelEngine engine, ModelGraph graph, Half half, KernelParameters parameters, int rows) {
        return switch (half) {
            case ENCODER ->
                new ChainGradient(engine, graph.encoder(), graph.input().width(), parameters, rows, null);
            case DECODER ->
                new ChainGradient(engine, graph.decoder(), graph.draw().width(), parameters, rows, null);
        };
    }

    /** The decoder over one sequence, whose rows are in the order of time either way. */
    static TensorGradient ofSequence(
            KernelEngine engine, ModelGraph graph, Half half, KernelParameters parameters, BatchShape shape) {
        if (half != Half.DECODER || shape.sequences() != 1 || shape.carried()) {
            throw new UnsupportedOperationException(
                    "not yet supported in models of time: input gradients other than of the decoder over one sequence");
        }
        int width = graph.draw().width();
        return new ChainGradient(engine, graph.decoder(), width, parameters, shape.frames(), new SequenceRows(shape));
    }

    @Override
    public int rows() {
        return input.rows();
    }

    @Override
    public int inputSize() {
        return input.columns();
    }

    @Override
    public int outputSize() {
        return output.columns();
    }

    @Override
    public Tensor input() {
        return input;
    }

    @Override
    public Tensor output() {
        return output;
    }

    @Override
    public Tensor outputGradient() {
        return dOutput;
    }

    @Override
    public Tensor inputGradient() {
        return dInput;
    }

    @Override
    public void frames(int count) {
        if (sequences == null) {
            TensorGradient.super.frames(count);
            return;
        }
        sequences.set(new int[] {count}, 0);
    }

    @Override
    public void forward() {
        stages.forEach(Stage::forward);
    }

    @Override
    public void forward(float[] values, float[] results) {
        input.write(values, 0);
        forward();
        output.read(results, 0);
    }

    @Override
    public void backward(float[] outputGradient, float[] inputGradient) {
        dOutput.write(outputGradient, 0);
        backward();
        dInput.read(inputGradient, 0);
    }

    @Override
    public void backward() {
        for (int i = stages.size() - 1; i >= 0; i--) {
            stages.get(i).backward(null);
        }
    }

    @Override
    public void forward(double[] values, double[] results) {
        input.write(values);
        forward();
        output.read(results);
    }

    @Override
    public void backward(double[] outputGradient, double[] inputGradient) {
        dOutput.write(outputGradient);
        backward();
        dInput.read(inputGradient);
    }
}
