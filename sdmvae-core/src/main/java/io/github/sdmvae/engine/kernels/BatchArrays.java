/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.kernels;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.prior.CodeShape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arrays of one batch, and the stages between them. Allocated once. */
final class BatchArrays {
    private final int samples;
    private final InputRows input;
    private final List<Stage> encoder;
    private final CodeTensors code;
    private final CodeStep codeStep;
    private final List<Stage> selection;
    private final Tensor used;
    private final Tensor latent;
    private final List<Stage> decoder;
    private final LikelihoodTensors likelihood;
    private final LikelihoodStep likelihoodStep;
    private final int bytesPerValue;

    BatchArrays(
            KernelEngine engine,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            int rows,
            boolean training) {
        samples = objective.samples();
        bytesPerValue = engine.precision() == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
        ParameterSet values = parameters.values();
        input = new InputRows(engine, graph, rows, training);
        encoder = Stages.chain(engine, graph.encoder(), values, input.all(), input.gradient(), training);
        Stage heads = last(encoder);
        code = new CodeTensors(
                engine,
                graph.draw().shape(),
                rows,
                samples,
                parameters.sharedGamma(),
                heads.output(),
                headsGradient(engine, heads, graph.draw().shape()));
        codeStep = engine.code(objective.rule(), code);
        Tensor dDraw = training ? code.dCode() : null;
        selection = Stages.chain(engine, graph.selection(), values, code.code(), dDraw, training);
        used = selection.isEmpty() ? code.code() : last(selection).output();
        Tensor dUsed = selection.isEmpty() ? dDraw : last(selection).outputGradient();
        decoder = Stages.chain(engine, graph.decoder(), values, used, dUsed, training);
        latent = graph.hasDictionary() ? decoder.get(0).output() : used;
        Stage output = last(decoder);
        likelihood = new LikelihoodTensors(engine, input.data(), output.output(), output.outputGradient());
        likelihoodStep = engine.likelihood(graph.observation().likelihood(), likelihood);
    }

    /** The kernels of the code write it even where nobody asked. */
    private static Tensor headsGradient(KernelEngine engine, Stage heads, CodeShape shape) {
        Tensor wanted = heads.outputGradient();
        return wanted == null ? engine.allocate(heads.output().rows(), shape.headColumns()) : wanted;
    }

    private static Stage last(List<Stage> stages) {
        return stages.get(stages.size() - 1);
    }

    int rows() {
        return code.rows();
    }

    int samples() {
        return samples;
    }

    InputRows input() {
        return input;
    }

    List<Stage> encoder() {
        return encoder;
    }

    CodeTensors code() {
        return code;
    }

    CodeStep codeStep() {
        return codeStep;
    }

    /** From the draw to the code. */
    List<Stage> selection() {
        return selection;
    }

    /** a: the draw, or what a selector lets through of it. */
    Tensor used() {
        return used;
    }

    List<Stage> decoder() {
        return decoder;
    }

    LikelihoodTensors likelihood() {
        return likelihood;
    }

    LikelihoodStep likelihoodStep() {
        return likelihoodStep;
    }

    Tensor result(Result result) {
        return switch (result) {
            case HEADS -> code.heads();
            case CODE -> used;
            case LATENT -> latent;
            case OUTPUT -> likelihood.output();
            case MEAN -> likelihood.mean();
            case GAMMA -> code.gamma();
            case DIVERGENCE -> code.divergence();
        };
    }

    /** With the mean of p(x|z), which is allocated when first asked for. */
    long bytes() {
        List<@Nullable Tensor> all = new ArrayList<>(List.of(input.all(), code.dHeads(), code.noise(), code.code()));
        all.addAll(List.of(code.dCode(), code.gamma(), code.divergence(), code.hyperprior(), likelihood.loss()));
        all.add(input.gradient());
        long inner = 0;
        for (List<Stage> stages : List.of(encoder, selection, decoder)) {
            stages.forEach(stage -> all.add(stage.output()));
            stages.forEach(stage -> all.add(stage.outputGradient()));
            inner += stages.stream().mapToLong(Stage::innerLength).sum();
        }
        long values = inner + (long) likelihood.output().rows() * likelihood.x().columns();
        for (Tensor tensor : all) {
            values += tensor == null || tensor == code.dHeads() ? 0 : tensor.length();
        }
        return bytesPerValue * (values + code.dHeads().length());
    }
}
