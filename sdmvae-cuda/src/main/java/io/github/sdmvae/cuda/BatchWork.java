/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.DrawNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.PenaltyNode;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.random.RowNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The arrays of a batch, and the work on them as sequences of kernels and products. */
final class BatchWork {
    private static final int THREADS = 256;
    private static final int MANY_THREADS = 1024;
    private static final int BLOCKS = 64;
    private static final int DOUBLES = 2;

    private final CudaEngine engine;
    private final Kernels kernels;
    private final Transfers transfers;
    private final ModelGraph graph;
    private final Objective objective;
    private final KernelParameters parameters;
    private final ParameterSet values;
    private final int rows;
    private final int samples;
    private final CodePart codePart;
    private final LikelihoodPart likelihood;
    private final CudaTensor input;
    private final CudaTensor data;
    private final @Nullable CudaTensor dInput;
    private final Chain encoder;
    private final CodeTensors code;
    private final CodePart.Arrays arrays;
    private final Chain decoder;
    private final CudaTensor loss;
    private final CudaTensor doubles;
    private final @Nullable CudaTensor importanceRoom;
    private final long state;
    private @Nullable CudaTensor mean;
    private @Nullable CudaTensor penaltyRoom;

    BatchWork(
            CudaEngine engine,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            int rows,
            boolean training,
            long state) {
        this.engine = engine;
        this.kernels = engine.kernels();
        this.transfers = engine.transfers();
        this.graph = graph;
        this.objective = objective;
        this.parameters = parameters;
        this.values = parameters.values();
        this.rows = rows;
        this.samples = objective.samples();
        this.state = state;
        codePart = Objects.requireNonNull(CodeParts.of(objective.rule()));
        likelihood =
                Objects.requireNonNull(LikelihoodPart.of(graph.observation().likelihood()));
        CodeShape shape = graph.draw().shape();
        int width = graph.input().width();
        int pseudo = shape.pseudoRows();
        input = zeros(rows + pseudo, width);
        data = pseudo == 0 ? input : (CudaTensor) input.view(0, rows, width);
        dInput = pseudo > 0 && training ? zeros(rows + pseudo, width) : null;
        encoder = new Chain(kernels, transfers, graph.encoder(), values, input, dInput, training);
        CudaTensor heads = encoder.output();
        CudaTensor dHeads = encoder.outputGradient();
        code = new CodeTensors(
                engine,
                shape,
                rows,
                samples,
                parameters.sharedGamma(),
                heads,
                dHeads == null ? zeros(heads.rows(), heads.columns()) : dHeads);
        decoder = new Chain(
                kernels,
                transfers,
                graph.decoder(),
                values,
                (CudaTensor) code.code(),
                training ? (CudaTensor) code.dCode() : null,
                training);
        loss = zeros(decoder.output().rows(), 1);
        // Per data point or entry: bound, reconstruction; parts of the gradient's norm; free bits.
        doubles = zeros(DOUBLES, 2 * rows + BLOCKS + shape.width());
        importanceRoom = objective.rule().importance()
                ? zeros(DOUBLES, Math.multiplyExact(rows * samples, shape.width() + 1))
                : null;
        long drawn = importanceRoom == null ? 0 : importanceRoom.address();
        long weights = drawn + Double.BYTES * (long) rows * samples * shape.width();
        arrays = new CodePart.Arrays(state, drawn, importanceRoom == null ? 0 : weights, code, transfers);
    }

    /** What kernels for a model lack; empty if they have everything. */
    static String lacking(ModelGraph graph, Objective objective) {
        if (graph.isOverTime()) {
            return "models of time";
        }
        if (!graph.selection().isEmpty()) {
            return "the node '" + graph.selection().get(0).name() + "'";
        }
        for (Node node : graph.encoder()) {
            if (!Chain.has(node)) {
                return "the node '" + node.name() + "'";
            }
        }
        for (Node node : graph.decoder()) {
            if (!Chain.has(node)) {
                return "the node '" + node.name() + "'";
            }
        }
        for (PenaltyNode penalty : graph.penalties()) {
            if (penalty.getClass() != PenaltyNode.class || !penalty.name().equals(PenaltyNode.COHERENCE)) {
                return "the penalty '" + penalty.name() + "'";
            }
        }
        if (CodeParts.of(objective.rule()) == null) {
            return "the prior '" + objective.rule().prior().name() + "' with the γ update '"
                    + objective.rule().gamma().name() + "'";
        }
        return LikelihoodPart.of(graph.observation().likelihood()) == null
                ? "the likelihood '" + graph.observation().likelihood().name() + "'"
                : "";
    }

    private CudaTensor zeros(int r, int columns) {
        return CudaTensor.zeros(transfers, r, columns);
    }

    int samples() {
        return samples;
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

    CudaTensor noise() {
        return (CudaTensor) code.noise();
    }

    CudaTensor code() {
        return (CudaTensor) code.code();
    }

    /** Address of the bound of every data point, doubles. */
    long bounds() {
        return doubles.address();
    }

    private long reconstructions() {
        return bounds() + Double.BYTES * (long) rows;
    }

    private long normParts() {
        return reconstructions() + Double.BYTES * (long) rows;
    }

    private long freeBits() {
        return normParts() + Double.BYTES * (long) BLOCKS;
    }

    void encode(Sequence work) {
        work.then(kernels.each(
                KernelText.LAYERS, "gather_rows", data.length(), state, data.address(), rows, data.columns()));
        if (input != data) {
            CudaTensor pseudo = (CudaTensor) values.named(DrawNode.PSEUDO_INPUTS);
            copy(work, behind(input), pseudo);
        }
        encoder.forward(work, values);
    }

    private CudaTensor behind(CudaTensor all) {
        return (CudaTensor) all.view(data.length(), all.rows() - rows, all.columns());
    }

    private void copy(Sequence work, CudaTensor to, CudaTensor from) {
        work.then(
                kernels.each(KernelText.LAYERS, "copy_values", to.length(), to.address(), from.address(), to.length()));
    }

    void draw(Sequence work, boolean train) {
        if (train) {
            codePart.share(work, kernels, arrays);
        }
        work.then(kernels.each(
                KernelText.NOISE,
                "noise",
                code.code().length(),
                state,
                noise().address(),
                engine.noiseTables(),
                rows,
                samples,
                code.shape().width(),
                kind(code.shape().noise())));
        codePart.sample(work, kernels, arrays);
        if (train && holdsFreeBits()) {
            work.then(kernels.blocks(
                    KernelText.CODE,
                    "free_bits",
                    code.shape().width(),
                    1,
                    THREADS,
                    CodePart.Arrays.address(code.divergence()),
                    arrays.dHeads(),
                    freeBits(),
                    rows,
                    code.shape().width(),
                    code.shape().headColumns(),
                    objective.freeBits()));
        }
    }

    private boolean holdsFreeBits() {
        return objective.freeBits() > 0;
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
        decoder.forward(work, values);
    }

    void mean(Sequence work) {
        work.then(likelihood.mean(kernels, decoder.output(), mean()));
    }

    private CudaTensor mean() {
        if (mean == null) {
            mean = zeros(decoder.output().rows(), data.columns());
        }
        return mean;
    }

    /** Output → loss, its gradient in training, and sums of all terms. */
    void terms(Sequence work, TermsRing ring, boolean train) {
        float scale = (float) (1.0 / rows / samples);
        work.then(likelihood.evaluate(
                kernels, data, decoder.output(), train ? decoder.outputGradient() : null, loss, scale));
        if (objective.rule().importance()) {
            importance(work);
            sumDoubles(work, ring, TermsRing.Columns.BOUND, bounds(), rows);
            sumDoubles(work, ring, TermsRing.Columns.RECONSTRUCTION, reconstructions(), rows);
            if (train) {
                codePart.weigh(work, kernels, arrays);
                weighOutput(work);
            }
        } else {
            boolean held = train && holdsFreeBits();
            sumTerms(work, ring, held);
            if (held) {
                sumDoubles(
                        work,
                        ring,
                        TermsRing.Columns.DIVERGENCE,
                        freeBits(),
                        code.shape().width());
            }
        }
        penalties(work, ring, train);
    }

    private boolean hasHyperprior() {
        return objective.rule().prior().isGaussian()
                && objective.rule().effectiveGamma().hasHyperprior();
    }

    /** The bound of every data point, and weights of draws. */
    void importance(Sequence work) {
        work.then(kernels.blocks(
                KernelText.LIKELIHOOD,
                "importance",
                rows,
                1,
                32,
                loss.address(),
                arrays.drawn(),
                arrays.weights(),
                bounds(),
                reconstructions(),
                rows,
                samples,
                code.shape().width(),
                state));
    }

    private void weighOutput(Sequence work) {
        CudaTensor gradient = Objects.requireNonNull(decoder.outputGradient());
        work.then(kernels.each(
                KernelText.LIKELIHOOD,
                "weigh_output",
                gradient.length(),
                gradient.address(),
                arrays.weights(),
                (long) gradient.length(),
                gradient.columns(),
                samples));
    }

    /** Loss, divergence unless free bits are held, and the hyperprior where there is one. */
    private void sumTerms(Sequence work, TermsRing ring, boolean held) {
        CudaTensor divergence = (CudaTensor) code.divergence();
        CudaTensor hyperprior = (CudaTensor) code.hyperprior();
        work.then(kernels.blocks(
                KernelText.UPDATE,
                "sum_terms",
                3,
                1,
                MANY_THREADS,
                state,
                ring.address(),
                ring.columns(),
                loss.address(),
                loss.length(),
                divergence.address(),
                held ? 0 : divergence.length(),
                hyperprior.address(),
                hasHyperprior() ? hyperprior.length() : 0));
    }

    private void sumDoubles(Sequence work, TermsRing ring, int column, long of, int count) {
        work.then(kernels.blocks(
                KernelText.UPDATE,
                "sum_doubles",
                1,
                1,
                THREADS,
                state,
                ring.address(),
                ring.columns(),
                column,
                of,
                count));
    }

    /** Their terms; their gradients are added on the way back, when the others are there. */
    private void penalties(Sequence work, TermsRing ring, boolean train) {
        List<PenaltyNode> penalties = graph.penalties();
        for (int i = 0; i < penalties.size() && !train; i++) {
            penalty(work, penalties.get(i), null);
            sumDoubles(work, ring, TermsRing.Columns.PENALTIES + i, penaltyParts(), atoms(penalties.get(i)));
        }
    }

    private int atoms(PenaltyNode penalty) {
        return values.named(penalty.parameter()).columns();
    }

    private long penaltyParts() {
        return Objects.requireNonNull(penaltyRoom).address();
    }

    private void penalty(Sequence work, PenaltyNode penalty, @Nullable CudaTensor gradient) {
        CudaTensor d = (CudaTensor) values.named(penalty.parameter());
        int k = d.columns();
        if (penaltyRoom == null) {
            penaltyRoom = zeros(DOUBLES, k * (k + 1));
        }
        work.then(coherence(kernels, d, gradient, penaltyRoom.address(), penalty.weight()));
    }

    /**
     * A penalty on the coherence of atoms.
     *
     * @param room k (k + 1) doubles; the term's k parts come first
     */
    static Launch coherence(Kernels kernels, CudaTensor d, @Nullable CudaTensor gradient, long room, double weight) {
        int k = d.columns();
        return kernels.blocks(
                KernelText.UPDATE,
                "coherence",
                k,
                1,
                THREADS,
                d.address(),
                gradient == null ? 0L : gradient.address(),
                room,
                room + Double.BYTES * (long) k,
                d.rows(),
                k,
                weight);
    }

    void backward(Sequence work, TermsRing ring) {
        ParameterSet target = parameters.gradient();
        decoder.backward(work, values, target);
        List<PenaltyNode> penalties = graph.penalties();
        for (int i = 0; i < penalties.size(); i++) {
            penalty(work, penalties.get(i), (CudaTensor)
                    target.named(penalties.get(i).parameter()));
            sumDoubles(work, ring, TermsRing.Columns.PENALTIES + i, penaltyParts(), atoms(penalties.get(i)));
        }
        codePart.backward(work, kernels, arrays);
        encoder.backward(work, values, target);
        if (dInput != null) {
            copy(work, (CudaTensor) target.named(DrawNode.PSEUDO_INPUTS), behind(dInput));
        }
    }

    void update(Sequence work, TermsRing ring, boolean clips) {
        CudaTensor flat = (CudaTensor) values.flat();
        CudaTensor gradient = (CudaTensor) parameters.of(Store.GRADIENT);
        if (clips) {
            work.then(squareSums(kernels, gradient, normParts(), BLOCKS));
            work.then(kernels.launch(
                    KernelText.UPDATE,
                    "clip_gradient",
                    new Launch.Shape(1, 1, 1, 1, 0),
                    state,
                    normParts(),
                    BLOCKS,
                    ring.address(),
                    ring.columns(),
                    TermsRing.Columns.NORM));
        }
        work.then(kernels.each(
                KernelText.UPDATE,
                "adam",
                flat.length(),
                state,
                flat.address(),
                gradient.address(),
                CodePart.Arrays.address(parameters.of(Store.FIRST_MOMENT)),
                CodePart.Arrays.address(parameters.of(Store.SECOND_MOMENT)),
                flat.length()));
        decoder.afterUpdate(work);
        encoder.afterUpdate(work);
    }

    /** Sums of squares of stretches. */
    static Launch squareSums(Kernels kernels, CudaTensor of, long parts, int blocks) {
        return kernels.blocks(KernelText.UPDATE, "square_sums", blocks, 1, THREADS, of.address(), parts, of.length());
    }

    CudaTensor result(Result result) {
        return switch (result) {
            case HEADS -> encoder.output();
            case CODE -> code();
            case LATENT -> graph.hasDictionary() ? decoder.output(0) : code();
            case OUTPUT -> decoder.output();
            case MEAN -> mean();
            case GAMMA -> (CudaTensor) code.gamma();
            case DIVERGENCE -> (CudaTensor) code.divergence();
        };
    }

    private List<CudaTensor> own() {
        List<CudaTensor> all = new ArrayList<>(List.of(input, loss, doubles, noise(), code()));
        for (Tensor t : List.of(code.dCode(), code.gamma(), code.divergence(), code.hyperprior())) {
            all.add((CudaTensor) t);
        }
        if (encoder.outputGradient() == null) {
            all.add((CudaTensor) code.dHeads());
        }
        for (CudaTensor t : new @Nullable CudaTensor[] {dInput, importanceRoom, penaltyRoom, mean}) {
            if (t != null) {
                all.add(t);
            }
        }
        return all;
    }

    /** With the mean of p(x|z), which is allocated when first asked for. */
    long bytes() {
        long bytes = encoder.bytes() + decoder.bytes();
        for (CudaTensor tensor : own()) {
            bytes += tensor.bytes();
        }
        return bytes + (mean == null ? Float.BYTES * (long) decoder.output().rows() * data.columns() : 0);
    }

    void free() {
        own().forEach(CudaTensor::free);
        encoder.free();
        decoder.free();
    }

    KernelParameters parameters() {
        return parameters;
    }
}
