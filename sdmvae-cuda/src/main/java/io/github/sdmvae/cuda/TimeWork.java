/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.kernels.KernelParameters;
import io.github.sdmvae.engine.kernels.ParameterSet;
import io.github.sdmvae.engine.kernels.SequenceRows;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.graph.CodeHeadsNode;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.Node;
import io.github.sdmvae.graph.TransitionNode;
import io.github.sdmvae.random.RowNoise;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arrays of a batch of sequences, and the work on them as sequences of kernels and products. */
final class TimeWork {
    private final RecordingEngine engine;
    private final long noiseTables;
    private final ModelGraph graph;
    private final KernelParameters parameters;
    private final SequenceRows rows;
    private final TimePart rule;
    private final LikelihoodPart likelihood;
    private final CudaTensor valid;
    private final CudaTensor input;
    private final Chain encoder;
    private final TimeCode code;
    private final @Nullable CudaTensor dCode;
    private final CudaTensor dBefore;
    private final @Nullable CardTransition transition;
    private final TimeTensors time;
    private final Chain decoder;
    private final CudaTensor loss;
    private final CudaTensor mean;

    /**
     * Allocates the arrays.
     *
     * @param noiseTables address of the tables of the ziggurat
     */
    TimeWork(
            RecordingEngine engine,
            long noiseTables,
            ModelGraph graph,
            Objective objective,
            KernelParameters parameters,
            SequenceRows rows,
            boolean training) {
        this.engine = engine;
        this.noiseTables = noiseTables;
        this.graph = graph;
        this.parameters = parameters;
        this.rows = rows;
        rule = Objects.requireNonNull(TimePart.of(objective.rule()));
        likelihood =
                Objects.requireNonNull(LikelihoodPart.of(graph.observation().likelihood()));
        int all = rows.shape().rows();
        int width = graph.draw().width();
        valid = engine.zeros(all, 1);
        for (int t = 0; t < rows.steps(); t++) {
            engine.presentAt(rows.valid(t), valid.address() + Float.BYTES * (long) t * rows.sequences());
        }
        input = engine.zeros(all, graph.input().width());
        ParameterSet values = parameters.values();
        encoder = new Chain(engine, chained(graph.encoder()), values, input, null, training, rows);
        code = new TimeCode(engine, graph, values, rows, valid, encoder, training);
        dCode = training ? engine.zeros(all, width) : null;
        dBefore = engine.zeros(all, width);
        TransitionNode node = Objects.requireNonNull(graph.transition());
        transition = CardTransition.of(
                new CardTransition.Context(engine, node, values, code.before(), dBefore, rows, training));
        time = TimeTensors.allocate(
                engine,
                code.heads(),
                valid,
                rows.sequences(),
                node.transition().predictsMean(),
                node.transition().predictsVariance());
        decoder = new Chain(engine, graph.decoder(), values, code.code(), dCode, training, rows);
        loss = engine.zeros(all, 1);
        mean = engine.zeros(all, graph.input().width());
    }

    /** Heads that read codes are no stage: they cannot be had before the codes. */
    private static List<Node> chained(List<Node> encoder) {
        boolean reads = encoder.get(encoder.size() - 1) instanceof CodeHeadsNode;
        return reads ? encoder.subList(0, encoder.size() - 1) : encoder;
    }

    /** What kernels for a model of time lack; empty if they have everything. */
    static String lacking(ModelGraph graph, Objective objective) {
        boolean hasRule = TimePart.of(objective.rule()) != null;
        return Stream.of(
                        Chain.lacking(chained(graph.encoder())),
                        Chain.lacking(graph.decoder()),
                        graph.selection().isEmpty() ? "" : "a selection along time",
                        RingTerms.lacking(graph.penalties()),
                        graph.draw().shape().noise() == RowNoise.NORMAL ? "" : "noise that is not normal",
                        hasRule
                                ? ""
                                : "the prior '" + objective.rule().prior().name() + "' along time with the γ update '"
                                        + objective.rule().gamma().name() + "'",
                        LikelihoodPart.lacking(graph.observation().likelihood()))
                .filter(part -> !part.isEmpty())
                .findFirst()
                .orElse("");
    }

    CudaTensor noise() {
        return code.noise();
    }

    CudaTensor code() {
        return code.code();
    }

    /** Terms that stages bring, of training alone. */
    List<TermStage> stageTerms() {
        return decoder.terms();
    }

    /** Whose updates can fail; null if none can. */
    @Nullable
    WatchedStage watched() {
        return decoder.watched();
    }

    private Launch each(String kernel, int count, Object... arguments) {
        return engine.kernels().each(KernelText.TIME, kernel, count, arguments);
    }

    private Launch mark() {
        return each("mark_frames", valid.length(), engine.state(), valid.address(), valid.length(), rows.sequences());
    }

    /** Data → what the encoder says of it, but for heads that read codes. */
    private void features(Sequence work) {
        work.then(mark());
        work.then(each(
                "gather_frames",
                input.length(),
                engine.state(),
                input.address(),
                input.length(),
                rows.sequences(),
                input.columns()));
        encoder.forward(work);
    }

    /** Data → means. */
    void encode(Sequence work) {
        features(work);
        engine.into(work, () -> code.draw(true));
    }

    /** From what the encoder said → codes, γ and divergence. */
    void draw(Sequence work) {
        work.then(each(
                "noise_of_frames",
                code.noise().length(),
                engine.state(),
                code.noise().address(),
                noiseTables,
                code.noise().length(),
                rows.sequences(),
                time.width()));
        engine.into(work, () -> {
            code.draw(false);
            if (transition != null) {
                transition.forward(time);
            }
            rule.evaluate(engine, time);
        });
    }

    /** Codes before → what the prior predicts. */
    void predict(Sequence work) {
        work.then(mark());
        engine.into(work, () -> transition().forward(time));
    }

    private CardTransition transition() {
        return Objects.requireNonNull(transition, "nothing is predicted");
    }

    /** Whether codes are predicted from those before. */
    boolean predicts() {
        return transition != null;
    }

    /** Codes of the frames before. */
    CudaTensor before() {
        return code.before();
    }

    /** Means and variances that were predicted; null where none are. */
    TimeTensors time() {
        return time;
    }

    /** What is carried from run to run goes back to its start. */
    void restart() {
        encoder.restart();
        code.restart();
        if (transition != null) {
            transition.restart();
        }
        decoder.restart();
    }

    void decode(Sequence work) {
        work.then(mark());
        decoder.forward(work);
        work.then(likelihood.mean(engine.kernels(), decoder.output(), mean));
    }

    /** Data → output and all terms; in training the output's gradient, and no penalties yet. */
    void forward(Sequence work, RingTerms terms, boolean train) {
        features(work);
        draw(work);
        decoder.forward(work);
        CudaTensor gradient = train ? decoder.outputGradient() : null;
        work.then(likelihood.evaluate(engine.kernels(), input, decoder.output(), gradient, loss, 1));
        work.then(each("loss_of_frames", loss.length(), valid.address(), loss.address(), loss.length()));
        if (gradient != null) {
            work.then(each(
                    "gradient_of_frames",
                    gradient.length(),
                    engine.state(),
                    valid.address(),
                    gradient.address(),
                    gradient.length(),
                    gradient.columns()));
        }
        terms.sum(work, loss, time.divergence(), time.hyperprior());
        if (train) {
            terms.sum(work, stageTerms(), 0);
        } else {
            terms.penalties(work, null);
        }
    }

    void backward(Sequence work, RingTerms terms) {
        ParameterSet target = parameters.gradient();
        CudaTensor toCode = Objects.requireNonNull(dCode);
        decoder.backward(work, target);
        terms.penalties(work, target);
        engine.into(work, () -> {
            if (transition != null) {
                transition.backward(time, target);
                addFollowing(toCode);
            }
            code.backward(toCode, time, target);
        });
        encoder.backward(work, target);
    }

    /** What a frame's prior wants of the code before belongs to the frame before. */
    private void addFollowing(CudaTensor toCode) {
        int following = toCode.rows() - rows.sequences();
        if (following > 0) {
            Tensor wanted = dBefore.view(rows.sequences() * time.width(), following, time.width());
            engine.add(wanted, toCode.view(0, following, time.width()));
        }
    }

    void afterUpdate(Sequence work) {
        decoder.afterUpdate(work);
        encoder.afterUpdate(work);
    }

    CudaTensor result(Result result) {
        return switch (result) {
            case HEADS -> code.heads();
            case CODE -> code.code();
            case LATENT -> graph.hasDictionary() ? decoder.output(0) : code.code();
            case OUTPUT -> decoder.output();
            case MEAN -> mean;
            case GAMMA -> time.gamma();
            case DIVERGENCE -> time.divergence();
        };
    }
}
