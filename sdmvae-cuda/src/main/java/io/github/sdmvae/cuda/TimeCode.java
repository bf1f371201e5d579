/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.CodeReader;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From the encoder to the codes of sequences, all frames at once, or one after the other where heads depend on the codes before.
 * Frame t is a block of rows.
 */
final class TimeCode {
    private final RecordingEngine engine;
    private final SequenceRows rows;
    private final int width;
    private final CudaTensor valid;
    private final CudaTensor noise;
    private final CudaTensor heads;
    private final @Nullable CudaTensor dHeads;
    private final CudaTensor codes;
    private final CudaTensor code;
    private final CudaTensor before;
    private final @Nullable CodeReader reader;
    private final @Nullable CudaTensor dBefore;

    TimeCode(
            RecordingEngine engine,
            ModelGraph graph,
            ParameterSet parameters,
            SequenceRows rows,
            CudaTensor valid,
            Chain encoder,
            boolean train) {
        this.engine = engine;
        this.rows = rows;
        this.valid = valid;
        width = graph.draw().width();
        int all = rows.shape().rows();
        int b = rows.sequences();
        noise = engine.zeros(all, width);
        codes = engine.zeros(all + b, width);
        before = (CudaTensor) codes.view(0, all, width);
        code = (CudaTensor) codes.view(b * width, all, width);
        Node last = graph.encoder().get(graph.encoder().size() - 1);
        CodeHeadsNode reading = last instanceof CodeHeadsNode node ? node : null;
        heads = reading == null ? encoder.output() : engine.zeros(all, 2 * width);
        CudaTensor ownGradient = reading != null && train ? engine.zeros(all, 2 * width) : null;
        dHeads = reading == null ? encoder.outputGradient() : ownGradient;
        reader = reading == null
                ? null
                : CodeReader.of(new CodeReader.Context(
                        engine,
                        reading,
                        parameters,
                        encoder.output(),
                        encoder.outputGradient(),
                        before,
                        heads,
                        dHeads,
                        rows));
        dBefore = reading != null && train ? engine.zeros(b, width) : null;
    }

    CudaTensor noise() {
        return noise;
    }

    CudaTensor heads() {
        return heads;
    }

    CudaTensor code() {
        return code;
    }

    /** Codes of the frames before, zeros at the first. */
    CudaTensor before() {
        return before;
    }

    private int block() {
        return rows.sequences() * width;
    }

    private static long at(CudaTensor tensor, int value) {
        return tensor.address() + Float.BYTES * (long) value;
    }

    /** Draws codes of all frames, or with the mean in the place of the draw. */
    void draw(boolean byMean) {
        if (reader == null) {
            draw(0, rows.steps(), byMean);
        } else {
            reader.start();
            for (int t = 0; t < rows.steps(); t++) {
                reader.step(t);
                draw(t, 1, byMean);
            }
        }
        if (rows.shape().carried()) {
            engine.copy(codes.view(rows.steps() * block(), rows.sequences(), width), first());
        }
    }

    /** Codes before the first frame. */
    private Tensor first() {
        return codes.view(0, rows.sequences(), width);
    }

    /** Back to a state of zeros. */
    void restart() {
        first().write(new float[block()], 0);
        if (reader != null) {
            reader.restart();
        }
    }

    private void draw(int first, int frames, boolean byMean) {
        int n = frames * block();
        engine.run(engine.kernels()
                .each(
                        KernelText.TIME,
                        "draw_frames",
                        n,
                        at(heads, 2 * first * block()),
                        at(noise, first * block()),
                        at(valid, first * rows.sequences()),
                        at(code, first * block()),
                        n,
                        width,
                        byMean ? 1 : 0));
    }

    /**
     * Gradients of codes and divergence → gradients of heads, and of all that is between the encoder's features and the heads.
     *
     * @param dCode gradient of the codes; what later heads want is added
     */
    void backward(CudaTensor dCode, TimeTensors terms, ParameterSet target) {
        if (reader == null) {
            headsGradient(dCode, terms, 0, rows.steps());
            return;
        }
        CudaTensor back = Objects.requireNonNull(dBefore);
        reader.startBackward();
        for (int t = rows.steps() - 1; t >= 0; t--) {
            headsGradient(dCode, terms, t, 1);
            reader.stepBackward(t, back);
            if (t > 0) {
                engine.add(back, dCode.view((t - 1) * block(), rows.sequences(), width));
            }
        }
        reader.finish(target);
    }

    private void headsGradient(CudaTensor dCode, TimeTensors terms, int first, int frames) {
        int n = frames * block();
        engine.run(engine.kernels()
                .each(
                        KernelText.TIME,
                        "draw_frames_back",
                        n,
                        engine.state(),
                        at(heads, 2 * first * block()),
                        at(noise, first * block()),
                        at(valid, first * rows.sequences()),
                        at(dCode, first * block()),
                        at(terms.dMean(), first * block()),
                        at(terms.dLogVariance(), first * block()),
                        at(Objects.requireNonNull(dHeads), 2 * first * block()),
                        n,
                        width));
    }
}
