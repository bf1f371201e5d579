/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.random.RowNoise;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arrays of a batch of sequences, and the stages between them. Allocated once. */
final class SequenceArrays {
    private final SequenceRows rows;
    private final Tensor input;
    private final List<Stage> encoder;
    private final SequenceCode code;
    private final @Nullable Tensor dCode;
    private final Tensor dBefore;
    private final @Nullable TransitionStep transition;
    private final List<Stage> decoder;
    private final Tensor latent;
    private final LikelihoodTensors likelihood;
    private final LikelihoodStep likelihoodStep;
    private final RowNoise noiseKind;
    private final int width;
    private final int bytesPerValue;

    SequenceArrays(KernelEngine engine, ModelGraph graph, ParameterSet parameters, SequenceRows rows, boolean train) {
        this.rows = rows;
        bytesPerValue = engine.precision() == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
        width = graph.draw().width();
        noiseKind = graph.draw().shape().noise();
        int all = rows.shape().rows();
        input = engine.allocate(all, graph.input().width());
        encoder = Stages.chain(engine, chained(graph.encoder()), parameters, input, null, train, rows);
        code = new SequenceCode(engine, graph, parameters, rows, last(encoder), train);
        dCode = train ? engine.allocate(all, width) : null;
        dBefore = engine.allocate(all, width);
        transition = TransitionStep.of(new TransitionStep.Context(
                engine, Objects.requireNonNull(graph.transition()), parameters, code.before(), dBefore, rows, train));
        decoder = Stages.chain(engine, graph.decoder(), parameters, code.code(), dCode, train, rows);
        latent = graph.hasDictionary() ? decoder.get(0).output() : code.code();
        Stage output = last(decoder);
        likelihood = new LikelihoodTensors(engine, input, output.output(), output.outputGradient());
        likelihoodStep = engine.likelihood(graph.observation().likelihood(), likelihood);
    }

    /** Heads that read codes are no stage: they cannot be had before the codes. */
    private static List<Node> chained(List<Node> encoder) {
        boolean reads = encoder.get(encoder.size() - 1) instanceof CodeHeadsNode;
        return reads ? encoder.subList(0, encoder.size() - 1) : encoder;
    }

    private static Stage last(List<Stage> stages) {
        return stages.get(stages.size() - 1);
    }

    SequenceRows rows() {
        return rows;
    }

    int width() {
        return width;
    }

    RowNoise noiseKind() {
        return noiseKind;
    }

    Tensor input() {
        return input;
    }

    List<Stage> encoder() {
        return encoder;
    }

    SequenceCode code() {
        return code;
    }

    Tensor dCode() {
        return Objects.requireNonNull(dCode, "no gradients were asked for");
    }

    /** Gradient of the codes before, as far as the prior reads them. */
    Tensor dBefore() {
        return dBefore;
    }

    @Nullable
    TransitionStep transition() {
        return transition;
    }

    List<Stage> decoder() {
        return decoder;
    }

    Tensor latent() {
        return latent;
    }

    LikelihoodTensors likelihood() {
        return likelihood;
    }

    LikelihoodStep likelihoodStep() {
        return likelihoodStep;
    }

    void restart() {
        encoder.forEach(Stage::restart);
        code.restart();
        if (transition != null) {
            transition.restart();
        }
        decoder.forEach(Stage::restart);
    }

    /** With the mean of p(x|z), which is allocated when first asked for; host copies of the codes' arrays are doubles. */
    long bytes() {
        long values = 2L * input.length() + 8L * code.code().length();
        for (List<Stage> stages : List.of(encoder, decoder)) {
            for (Stage stage : stages) {
                values += stage.values();
            }
        }
        return bytesPerValue * values + 20L * Double.BYTES * code.code().length();
    }
}
