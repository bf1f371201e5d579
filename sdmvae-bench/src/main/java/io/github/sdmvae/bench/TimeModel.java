/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.data.Sequences;
import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.Dynamics;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.network.CodeRecurrence;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The bidirectional recurrent VAE without recurrence over codes, at the paper's size, with generated powers. */
final class TimeModel {
    static final int INPUT = 513;
    static final int UNITS = 128;
    static final int CODE = 32;

    private final ModelDefinition definition;
    private final Parameters parameters;
    private final TrainingProgram training;
    private final Program inference;
    private final Sequences data;
    private final float[] x;
    private final int[] order;
    private final float[] mean;
    private long steps;

    TimeModel(Engine engine, int sequences, int frames) {
        definition = ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(UNITS)
                .latentSize(CODE)
                .prior(Prior.learnedVariance())
                .dynamics(Dynamics.bidirectionalRvae().withRecurrence(CodeRecurrence.NONE))
                .rawInput()
                .build();
        ModelGraph graph = definition.graph();
        Objective objective = Objective.of(definition.prior(), GammaUpdate.closedForm(), ElboStrategy.asPublished());
        parameters = engine.allocate(graph, true);
        parameters.write(Store.VALUES, graph.layout().initialise(1));
        BatchShape shape = BatchShape.of(sequences, frames);
        training = engine.train(graph, objective, parameters, shape, Exchange.none());
        inference = engine.infer(graph, objective, parameters, shape);
        x = new float[shape.rows() * INPUT];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (-0.1 * Math.log(CounterNoise.uniform(3, i)));
        }
        int[] lengths = new int[sequences];
        Arrays.fill(lengths, frames);
        data = Sequences.of(Frames.wrap(x, INPUT, "generated"), lengths);
        order = IntStream.range(0, sequences).toArray();
        mean = new float[x.length];
    }

    ModelDefinition definition() {
        return definition;
    }

    float[] x() {
        return x;
    }

    float[] parameters() {
        return parameters.read(Store.VALUES);
    }

    /** The noise of the first step, frame after frame. */
    float[] firstNoise() {
        float[] noise = new float[training.rows() * CODE];
        CounterNoise.normal(0, 0, noise, 0, noise.length);
        return noise;
    }

    double step() {
        training.stage(data, order, 0);
        training.stage(Noise.ofStep(steps));
        training.step(new StepValues(steps, 1, 0, 1e-6, Double.POSITIVE_INFINITY));
        steps++;
        double[] loss = new double[1];
        training.reports(true, (step, terms, norm) -> loss[0] = loss(terms));
        return loss[0];
    }

    private static double loss(LossTerms terms) {
        return terms.loss();
    }

    float reconstruct() {
        inference.stage(data, order, 0);
        inference.encode();
        inference.decode();
        inference.read(Program.Result.MEAN, mean);
        return mean[0];
    }
}
