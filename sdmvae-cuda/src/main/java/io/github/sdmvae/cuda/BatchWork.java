/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.random.RowNoise;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arrays of a batch, and the work on them as sequences of kernels and products. */
final class BatchWork {
    private static final int THREADS = 256;

    private final RecordingEngine engine;
    private final long noiseTables;
    private final ModelGraph graph;
    private final Objective objective;
    private final KernelParameters parameters;
    private final ParameterSet values;
    private final int rows;
    private final CodePart codePart;
    private final CudaTensor input;
    private final CudaTensor data;
    private final @Nullable CudaTensor dInput;
    private final Chain encoder;
    private final CodeTensors code;
    private final CodePart.Arrays arrays;
    private final Chain selection;
    private final CudaTensor used;
    private final Chain decoder;
    private final long freeBits;
    private @Nullable CudaTensor mean;

    /**
     * Allocates the arrays.
     *
     * @param noiseTables address of the tables of the ziggurat
     */
    BatchWork(
            RecordingEngine engine,
            long noiseTables,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            int rows,
            boolean training) {
        this.engine = engine;
        this.noiseTables = noiseTables;
        this.graph = graph;
        this.objective = objective;
        this.parameters = parameters;
        this.values = parameters.values();
        this.rows = rows;
        codePart = Objects.requireNonNull(CodeParts.of(objective.rule()));
        CodeShape shape = graph.draw().shape();
        int width = graph.input().width();
        int pseudo = shape.pseudoRows();
        input = engine.zeros(rows + pseudo, width);
        data = pseudo == 0 ? input : (CudaTensor) input.view(0, rows, width);
        dInput = pseudo > 0 && training ? engine.zeros(rows + pseudo, width) : null;
        encoder = new Chain(engine, graph.encoder(), values, input, dInput, training, null);
        CudaTensor heads = encoder.output();
        CudaTensor dHeads = encoder.outputGradient();
        code = new CodeTensors(
                engine,
                shape,
                rows,
                objective.samples(),
                parameters.sharedGamma(),
                heads,
                dHeads == null ? engine.zeros(heads.rows(), heads.columns()) : dHeads);
        CudaTensor dDraw = training ? (CudaTensor) code.dCode() : null;
        selection = new Chain(engine, graph.selection(), values, code.code(), dDraw, training, null);
        used = selection.isEmpty() ? (CudaTensor) code.code() : selection.output();
        CudaTensor dUsed = selection.isEmpty() ? dDraw : selection.outputGradient();
        decoder = new Chain(engine, graph.decoder(), values, used, dUsed, training, null);
        freeBits = engine.doubles(shape.width());
        int draws = Math.multiplyExact(rows, objective.samples());
        long drawn = objective.rule().importance() ? engine.doubles(Math.multiplyExact(draws, shape.width())) : 0;
        long weights = objective.rule().importance() ? engine.doubles(draws) : 0;
        arrays = new CodePart.Arrays(engine.state(), drawn, weights, code, engine.transfers());
    }

    /** What kernels for a model lack; empty if they have everything. */
    static String lacking(ModelGraph graph, Objective objective) {
        boolean hasCode = CodeParts.of(objective.rule()) != null;
        return Stream.of(
                        graph.isOverTime() ? "models of time by rows that stand alone" : "",
                        Chain.lacking(graph.selection()),
                        Chain.lacking(graph.encoder()),
                        Chain.lacking(graph.decoder()),
                        RingTerms.lacking(graph.penalties()),
                        hasCode
                                ? ""
                                : "the prior '" + objective.rule().prior().name() + "' with the γ update '"
                                        + objective.rule().gamma().name() + "'",
                        LikelihoodPart.lacking(graph.observation().likelihood()))
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
    }

    int samples() {
        return objective.samples();
    }

    int rows() {
        return rows;
    }

    CudaTensor data() {
        return data;
    }

    Chain encoder() {
        return encoder;
    }

    Chain decoder() {
        return decoder;
    }

    CodeTensors codes() {
        return code;
    }

    CodePart codePart() {
        return codePart;
    }

    CodePart.Arrays arrays() {
        return arrays;
    }

    CudaTensor noise() {
        return (CudaTensor) code.noise();
    }

    /** What the decoder reads: the draw, or what a selector lets through of it. */
    CudaTensor used() {
        return used;
    }

    /** Address of doubles: what free bits hold of each entry's divergence. */
    long freeBits() {
        return freeBits;
    }

    boolean holdsFreeBits() {
        return objective.freeBits() > 0;
    }

    /** Terms that hold for every pass. */
    List<TermStage> selectionTerms() {
        return selection.terms();
    }

    /** Terms of training alone. */
    List<TermStage> decoderTerms() {
        return decoder.terms();
    }

    void encode(Sequence work) {
        work.then(engine.kernels()
                .each(
                        KernelText.LAYERS,
                        "gather_rows",
                        data.length(),
                        engine.state(),
                        data.address(),
                        rows,
                        data.columns()));
        if (input != data) {
            CudaTensor pseudo = (CudaTensor) values.named(DrawNode.PSEUDO_INPUTS);
            copy(work, behind(input), pseudo);
        }
        encoder.forward(work);
    }

    private CudaTensor behind(CudaTensor all) {
        return (CudaTensor) all.view(data.length(), all.rows() - rows, all.columns());
    }

    private void copy(Sequence work, CudaTensor to, CudaTensor from) {
        work.then(engine.kernels()
                .each(KernelText.LAYERS, "copy_values", to.length(), to.address(), from.address(), to.length()));
    }

    void draw(Sequence work, boolean train) {
        if (train) {
            codePart.share(work, engine.kernels(), arrays);
        }
        work.then(engine.kernels()
                .each(
                        KernelText.NOISE,
                        "noise",
                        code.code().length(),
                        engine.state(),
                        noise().address(),
                        noiseTables,
                        rows,
                        samples(),
                        code.shape().width(),
                        kind(code.shape().noise())));
        codePart.sample(work, engine.kernels(), arrays);
        if (train && holdsFreeBits()) {
            work.then(engine.kernels()
                    .blocks(
                            KernelText.CODE,
                            "free_bits",
                            code.shape().width(),
                            1,
                            THREADS,
                            CodePart.Arrays.address(code.divergence()),
                            arrays.dHeads(),
                            freeBits,
                            rows,
                            code.shape().width(),
                            code.shape().headColumns(),
                            objective.freeBits()));
        }
        selection.forward(work);
    }

    /** As in the text. */
    static int kind(RowNoise noise) {
        return switch (noise) {
            case NORMAL -> 0;
            case CAUCHY -> 1;
            case NORMAL_AND_UNIFORM -> 2;
        };
    }

    void decode(Sequence work) {
        decoder.forward(work);
    }

    CudaTensor mean() {
        if (mean == null) {
            mean = engine.zeros(decoder.output().rows(), data.columns());
        }
        return mean;
    }

    /** From the output's gradient to those of all parameters. */
    void backward(Sequence work, RingTerms terms) {
        ParameterSet target = parameters.gradient();
        decoder.backward(work, target);
        selection.backward(work, target);
        terms.penalties(work, target);
        codePart.backward(work, engine.kernels(), arrays);
        encoder.backward(work, target);
        if (dInput != null) {
            copy(work, (CudaTensor) target.named(DrawNode.PSEUDO_INPUTS), behind(dInput));
        }
    }

    void afterUpdate(Sequence work) {
        decoder.afterUpdate(work);
        selection.afterUpdate(work);
        encoder.afterUpdate(work);
    }

    CudaTensor result(Result result) {
        return switch (result) {
            case HEADS -> encoder.output();
            case CODE -> used;
            case LATENT -> graph.hasDictionary() ? decoder.output(0) : used;
            case OUTPUT -> decoder.output();
            case MEAN -> mean();
            case GAMMA -> (CudaTensor) code.gamma();
            case DIVERGENCE -> (CudaTensor) code.divergence();
        };
    }

    /** With the mean of p(x|z), which is allocated when first asked for. */
    long bytes() {
        return engine.bytes()
                + (mean == null ? Float.BYTES * (long) decoder.output().rows() * data.columns() : 0);
    }
}
