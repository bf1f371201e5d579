/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.engine.kernels.TensorGradient;
import io.github.sdmvae.graph.ModelGraph;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One half of a model and the gradient of its input, each way recorded once. Not thread-safe. */
final class CardGradient implements TensorGradient {
    private static final long WORKSPACE = 4L << 20;

    private final CudaTensor values;
    private final Workplace place;
    private final HalfWork half;
    private final @Nullable SequenceRows sequences;
    private final @Nullable CudaTensor valid;

    private CardGradient(
            CudaEngine engine,
            ModelGraph graph,
            Half which,
            KernelParameters parameters,
            int rows,
            @Nullable SequenceRows sequences) {
        this.sequences = sequences;
        values = (CudaTensor) parameters.of(Store.VALUES);
        place = new Workplace(this, engine, WORKSPACE);
        RecordingEngine recorder = place.recorder();
        valid = sequences == null ? null : valid(recorder, sequences);
        CudaTensor input = recorder.zeros(rows, HalfWork.width(graph, which));
        half = new HalfWork(recorder, graph, which, parameters, input, sequences);
        place.ready(List.of(values), false);
        place.share(List.of(half.input(), half.output(), half.outputGradient(), half.inputGradient()), true);
        if (sequences != null) {
            frames(rows);
        }
    }

    /** Rows stand alone. */
    static CardGradient of(CudaEngine engine, ModelGraph graph, Half half, KernelParameters parameters, int rows) {
        return new CardGradient(engine, graph, half, parameters, rows, null);
    }

    /** Rows are frames of one sequence. */
    static CardGradient ofSequence(
            CudaEngine engine, ModelGraph graph, KernelParameters parameters, SequenceRows sequences) {
        return new CardGradient(
                engine, graph, Half.DECODER, parameters, sequences.shape().rows(), sequences);
    }

    /** A number for each frame, 1 where there is one. */
    private static CudaTensor valid(RecordingEngine recorder, SequenceRows sequences) {
        CudaTensor valid = recorder.zeros(sequences.steps(), 1);
        for (int t = 0; t < sequences.steps(); t++) {
            recorder.presentAt(sequences.valid(t), valid.address() + Float.BYTES * (long) t);
        }
        return valid;
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
        if (sequences == null || valid == null) {
            TensorGradient.super.frames(count);
            return;
        }
        sequences.set(new int[] {count}, 0);
        float[] present = new float[valid.length()];
        Arrays.fill(present, 0, count, 1);
        place.results().write(valid, present);
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
