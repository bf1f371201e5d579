/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.kernels.TensorGradient;
import io.github.sdmvae.graph.ModelGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One half of a model and the gradient of its input, each way recorded once. Not thread-safe. */
final class CardGradient implements TensorGradient {
    private static final long WORKSPACE = 4L << 20;

    private final CudaTensor values;
    private final Workplace place;
    private final HalfWork half;
    private final @Nullable SequenceFrames frames;

    private CardGradient(
            CudaEngine engine, ModelGraph graph, Half which, KernelParameters parameters, int rows, boolean overTime) {
        values = (CudaTensor) parameters.of(Store.VALUES);
        place = new Workplace(this, engine, WORKSPACE);
        RecordingEngine recorder = place.recorder();
        frames = overTime ? new SequenceFrames(recorder, rows) : null;
        CudaTensor input = recorder.zeros(rows, HalfWork.width(graph, which));
        half = new HalfWork(recorder, graph, which, parameters, input, frames == null ? null : frames.rows());
        place.ready(List.of(values), false);
        place.share(List.of(half.input(), half.output(), half.outputGradient(), half.inputGradient()), true);
        if (frames != null) {
            frames.set(rows, place.results());
        }
    }

    /** Rows stand alone. */
    static CardGradient of(CudaEngine engine, ModelGraph graph, Half half, KernelParameters parameters, int rows) {
        return new CardGradient(engine, graph, half, parameters, rows, false);
    }

    /** The decoder of a model of time; rows are frames of one sequence. */
    static CardGradient ofSequence(CudaEngine engine, ModelGraph graph, KernelParameters parameters, int frames) {
        return new CardGradient(engine, graph, Half.DECODER, parameters, frames, true);
    }

    @Override
    public int rows() {
        return half.input().rows();
    }

    @Override
    public int inputSize() {
        return half.input().columns();
    }

    @Override
    public int outputSize() {
        return half.output().columns();
    }

    @Override
    public Tensor input() {
        return half.input();
    }

    @Override
    public Tensor output() {
        return half.output();
    }

    @Override
    public Tensor outputGradient() {
        return half.outputGradient();
    }

    @Override
    public Tensor inputGradient() {
        return half.inputGradient();
    }

    @Override
    public void frames(int count) {
        if (frames == null) {
            TensorGradient.super.frames(count);
            return;
        }
        frames.set(count, place.results());
    }

    @Override
    public void forward() {
        values.finishWriters(place.lane());
        place.run("forward", half::forward);
    }

    @Override
    public void backward() {
        place.run("backward", half::backward);
    }

    @Override
    public void forward(float[] from, float[] results) {
        place.results().write(half.input(), from);
        forward();
        place.results().read(half.output(), results);
    }

    @Override
    public void backward(float[] gradient, float[] result) {
        place.results().write(half.outputGradient(), gradient);
        backward();
        place.results().read(half.inputGradient(), result);
    }

    @Override
    public void forward(double[] from, double[] results) {
        place.results().write(half.input(), from);
        forward();
        place.results().read(half.output(), results);
    }

    @Override
    public void backward(double[] gradient, double[] result) {
        place.results().write(half.outputGradient(), gradient);
        backward();
        place.results().read(half.inputGradient(), result);
    }

    @Override
    public void close() {
        place.close();
    }
}
