/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.Direction;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A model of time to compare engines on: a batch of sequences of several lengths, its gradient, some updates, and the
 * gradient of the decoder's input.
 *
 * @param name says what is special about it
 * @param definition the model
 */
record TimeCheck(String name, ModelDefinition definition) {
    private static final int FRAMES = 5;
    private static final int[] LENGTHS = {5, 2, 1, 4};
    private static final int STEPS = 3;
    private static final double RATE = 1e-3;
    private static final List<Result> RESULTS =
            List.of(Result.HEADS, Result.CODE, Result.LATENT, Result.OUTPUT, Result.GAMMA, Result.DIVERGENCE);

    /** Cells, directions, recurrences and priors. */
    static List<TimeCheck> all() {
        List<TimeCheck> all = new ArrayList<>();
        for (RecurrentCell cell : RecurrentCell.values()) {
            all.add(of("causal " + cell.label(), Dynamics.rvae().withCell(cell), Prior.standardNormal()));
            all.add(of(
                    "both ways, coupled " + cell.label(),
                    Dynamics.bidirectionalRvae().withCell(cell),
                    Prior.learnedVariance(GammaUpdate.coupled(1, 1))));
        }
        all.add(of("streaming, anchored", Dynamics.streamingRvae(), Prior.learnedVariance(GammaUpdate.anchored(1))));
        all.add(of("deep Kalman filter", Dynamics.dkf(), Prior.markov()));
        all.add(of(
                "averaged both ways",
                Dynamics.dkf().withEncoder(Direction.BOTH).withDecoder(Direction.BACKWARD),
                Prior.standardNormal()));
        for (GammaUpdate update : List.of(
                GammaUpdate.closedForm(),
                GammaUpdate.fixed(0.5),
                GammaUpdate.inverseGamma(1, 0.1),
                GammaUpdate.smoothed(2, 1, 0.5),
                GammaUpdate.block(2),
                GammaUpdate.correlated(3, 0.6),
                GammaUpdate.recurrentlyAnchored(0.5),
                GammaUpdate.innovation())) {
            all.add(of("causal, " + update.name(), Dynamics.rvae(), Prior.learnedVariance(update)));
        }
        return all;
    }

    private static TimeCheck of(String name, Dynamics dynamics, Prior prior) {
        ModelDefinition model = ModelDefinition.builder()
                .inputSize(7)
                .hidden(6)
                .dictionary(Dictionary.dct(3, 4).learned(0.1))
                .prior(prior)
                .dynamics(dynamics)
                .build();
        return new TimeCheck("over time, " + name, model);
    }

    Objective objective() {
        GammaUpdate stated = definition.prior().statedGamma();
        return Objective.of(
                definition.prior(), stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
    }

    /** All that an engine computes, by names. */
    Map<String, double[]> everything(Engine on, long seed) {
        Map<String, double[]> all = new LinkedHashMap<>();
        ModelGraph graph = definition.graph();
        try (Parameters parameters = on.allocate(graph, true)) {
            parameters.write(Store.VALUES, graph.layout().initialise(seed));
            BatchShape shape = BatchShape.of(LENGTHS.length, FRAMES);
            try (TrainingProgram program = on.train(graph, objective(), parameters, shape, Exchange.none())) {
                training(all, program, parameters, data(graph, seed));
            }
            try (Program program = on.infer(graph, objective(), parameters, shape)) {
                evaluation(all, program, graph, seed);
            }
            inputGradient(all, on, graph, parameters, seed);
            if (canStream()) {
                live(all, on, graph, parameters, seed);
            }
        }
        return all;
    }

    /** Every sequence twice, so that batches differ. */
    private static Sequences data(ModelGraph graph, long seed) {
        int[] lengths = IntStream.range(0, 2 * LENGTHS.length)
                .map(i -> LENGTHS[i % LENGTHS.length])
                .toArray();
        int frames = IntStream.of(lengths).sum();
        int width = graph.input().width();
        return Sequences.of(Frames.wrap(CheckCase.data(frames, width, new Random(seed)), width, "generated"), lengths);
    }

    private static void training(
            Map<String, double[]> all, TrainingProgram program, Parameters parameters, Sequences data) {
        int[] order = {7, 2, 4, 1, 3, 5, 0, 6};
        SelfCheck.poison(program, parameters, data.width(), values(0, Double.POSITIVE_INFINITY));
        program.stage(data, order, 0);
        program.stage(Noise.ofStep(17));
        SelfCheck.put(all, "", program.gradient(values(0, Double.POSITIVE_INFINITY)));
        for (Result result : RESULTS) {
            SelfCheck.put(all, "", program, result);
        }
        SelfCheck.put(all, "gradient", parameters, Store.GRADIENT);
        List<double[]> norms = new ArrayList<>();
        for (int step = 0; step < 2 * STEPS; step++) {
            // Each kind of step more than twice: the first is done piece by piece, the second recorded.
            program.stage(data, order, step % 2 * LENGTHS.length);
            program.stage(Noise.ofStep(step));
            program.step(values(step, step % 2 == 1 ? 0.05 : Double.POSITIVE_INFINITY));
        }
        program.reports(true, (step, terms, norm) -> {
            SelfCheck.put(all, "step " + step + " ", terms);
            norms.add(new double[] {norm});
        });
        for (int i = 0; i < norms.size(); i++) {
            all.put("norm " + i, norms.get(i));
        }
        SelfCheck.put(all, "first moment", parameters, Store.FIRST_MOMENT);
    }

    private static void evaluation(Map<String, double[]> all, Program program, ModelGraph graph, long seed) {
        stage(program, graph, seed);
        for (int pass = 0; pass < 3; pass++) {
            SelfCheck.put(all, "evaluation " + pass + " ", program.evaluate(values(0, 1)));
        }
        for (Result result : RESULTS) {
            SelfCheck.put(all, "evaluation ", program, result);
        }
        program.encode();
        SelfCheck.put(all, "by the mean ", program, Result.CODE);
        program.draw(values(0, 1));
        program.decode();
        SelfCheck.put(all, "drawn ", program, Result.MEAN);
        int[] others = {1, 5, 2, 2};
        program.stageLengths(others);
        program.stageCodes(CheckCase.data(program.rows(), graph.draw().width(), new Random(seed + 2)));
        program.decode();
        SelfCheck.put(all, "of given codes ", program, Result.MEAN);
    }

    private static StepValues values(long step, double clipping) {
        return new StepValues(step, 0.5, 0, RATE, clipping);
    }

    private static void stage(Program program, ModelGraph graph, long seed) {
        Random random = new Random(seed);
        double[] x = new double[program.rows() * graph.input().width()];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.pow(random.nextDouble(), 3);
        }
        double[] noise = new double[program.rows() * graph.draw().width()];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        program.stageLengths(LENGTHS);
        program.stage(x);
        program.stageNoise(noise);
    }

    private static void inputGradient(
            Map<String, double[]> all, Engine on, ModelGraph graph, Parameters parameters, long seed) {
        parameters.write(Store.VALUES, graph.layout().initialise(seed));
        try (InputGradient decoder =
                on.inputGradient(graph, InputGradient.Half.DECODER, parameters, BatchShape.of(1, FRAMES))) {
            for (int frames : new int[] {FRAMES, 3, 1, FRAMES}) {
                decoder.frames(frames);
                Random random = new Random(seed + frames);
                double[] code = random.doubles(FRAMES * (long) decoder.inputSize(), -1, 1)
                        .toArray();
                double[] output = new double[FRAMES * decoder.outputSize()];
                decoder.forward(code, output);
                double[] gradient = new double[code.length];
                decoder.backward(output, gradient);
                all.put("decoded " + frames, output);
                all.put("gradient of the code " + frames, gradient);
            }
        }
    }

    boolean canStream() {
        return Objects.requireNonNull(definition.dynamics())
                .obstacleToStreaming()
                .isEmpty();
    }

    /** Frame by frame, and from the start again. */
    private void live(Map<String, double[]> all, Engine on, ModelGraph graph, Parameters parameters, long seed) {
        int width = graph.input().width();
        try (Program program = on.infer(graph, objective(), parameters, BatchShape.live(1))) {
            for (int frame = 0; frame < 2 * STEPS; frame++) {
                if (frame == STEPS) {
                    program.restart();
                }
                program.stage(CheckCase.data(1, width, new Random(seed + frame)), 0);
                program.encode();
                program.decode();
                SelfCheck.put(all, "live " + frame + " ", program, Result.CODE);
                SelfCheck.put(all, "live " + frame + " ", program, Result.MEAN);
            }
        }
    }
}
