/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.InputGradient;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.RecurrentCell;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

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

    /** All that an engine computes, by names. */
    Map<String, double[]> everything(Engine on, long seed) {
        Map<String, double[]> all = new LinkedHashMap<>();
        ModelGraph graph = definition.graph();
        GammaUpdate stated = definition.prior().statedGamma();
        Objective objective = Objective.of(
                definition.prior(), stated == null ? GammaUpdate.closedForm() : stated, ElboStrategy.asPublished());
        try (Parameters parameters = on.allocate(graph, true)) {
            parameters.write(Store.VALUES, graph.layout().initialise(seed));
            BatchShape shape = BatchShape.of(LENGTHS.length, FRAMES);
            try (TrainingProgram program = on.train(graph, objective, parameters, shape, Exchange.none())) {
                stage(program, graph, seed);
                SelfCheck.put(all, "", program.gradient(values(0, Double.POSITIVE_INFINITY)));
                for (Result result : List.of(Result.HEADS, Result.CODE, Result.LATENT, Result.OUTPUT)) {
                    SelfCheck.put(all, "", program, result);
                }
                SelfCheck.put(all, "gradient", parameters, Store.GRADIENT);
                for (int step = 0; step < STEPS; step++) {
                    program.step(values(step, step == 1 ? 0.05 : Double.POSITIVE_INFINITY));
                }
                program.reports(true, (step, terms, norm) -> SelfCheck.put(all, "step " + step + " ", terms));
                SelfCheck.put(all, "first moment", parameters, Store.FIRST_MOMENT);
            }
            inputGradient(all, on, graph, parameters, seed);
        }
        return all;
    }

    private static StepValues values(long step, double clipping) {
        return new StepValues(step, 0.5, 0, RATE, clipping);
    }

    private static void stage(TrainingProgram program, ModelGraph graph, long seed) {
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
        InputGradient decoder =
                on.inputGradient(graph, InputGradient.Half.DECODER, parameters, BatchShape.of(1, FRAMES));
        Random random = new Random(seed + 1);
        double[] code =
                random.doubles(FRAMES * (long) decoder.inputSize(), -1, 1).toArray();
        double[] output = new double[FRAMES * decoder.outputSize()];
        decoder.forward(code, output);
        double[] gradient = new double[code.length];
        decoder.backward(output, gradient);
        all.put("decoded", output);
        all.put("gradient of the code", gradient);
    }
}
