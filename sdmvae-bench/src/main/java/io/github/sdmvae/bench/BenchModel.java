/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import java.util.stream.IntStream;

/** The SDM-VAE of one size on one engine, ready for training steps and inference as trainer and models do them. */
final class BenchModel {
    static final int INPUT = 513;
    static final double RATE = 1e-4;

    private final ModelDefinition definition;
    private final Parameters parameters;
    private final TrainingProgram training;
    private final Program inference;
    private final Frames frames;
    private final int[] order;
    private final float[] x;
    private final float[] noise;
    private final float[] heads;
    private final float[] code;
    private final float[] mean;
    private double rate = RATE;
    private double loss;
    private long steps;

    /**
     * Allocates everything.
     *
     * @param engine where
     * @param batch rows per step
     * @param codeSize m = k
     * @param hidden size of the hidden layers
     */
    BenchModel(Engine engine, int batch, int codeSize, int hidden) {
        this(engine, batch, codeSize, hidden, Prior.learnedVariance(), ElboStrategy.asPublished());
    }

    /** The same with another prior or strategy. */
    BenchModel(Engine engine, int batch, int codeSize, int hidden, Prior prior, ElboStrategy strategy) {
        definition = ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(hidden)
                .dictionary(Dictionary.dct(codeSize, codeSize))
                .prior(prior)
                .likelihood(Likelihood.complexGaussian())
                .build();
        ModelGraph graph = definition.graph();
        Objective objective = Objective.of(definition.prior(), GammaUpdate.closedForm(), strategy);
        parameters = engine.allocate(graph, true);
        parameters.write(Store.VALUES, graph.layout().initialise(1));
        training = engine.train(graph, objective, parameters, batch, Exchange.none());
        inference = engine.infer(graph, objective, parameters, batch);
        x = powers(batch * INPUT);
        frames = Frames.wrap(x, INPUT, "generated");
        order = IntStream.range(0, batch).toArray();
        noise = new float[batch * codeSize];
        heads = new float[2 * noise.length];
        code = new float[noise.length];
        mean = new float[x.length];
    }

    private static float[] powers(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (-0.1 * Math.log(CounterNoise.uniform(3, i)));
        }
        return values;
    }

    /** The engine of a name. */
    static Engine engine(String name) {
        return Engines.named(name);
    }

    /** Steps do all their work, but change the weights by nothing to speak of. */
    void keepWeights() {
        rate = 1e-30;
    }

    /**
     * Codes of 1e-19 times the noise, that weigh 1e-20 in the decoder: their effect and the gradients of their variances
     * are denormal numbers, as are the squares of all their gradients.
     */
    void killCodes() {
        float[] values = parameters();
        int k = definition.codeSize();
        for (ParameterLayout.Entry e : definition.graph().layout().entries()) {
            for (int i = e.offset(); i < e.offset() + e.length(); i++) {
                if (e.name().equals("encoder.1.weight")) {
                    values[i] = 0;
                } else if (e.name().equals("encoder.1.bias")) {
                    values[i] = i - e.offset() < k ? 0 : -87.4f;
                } else if (e.name().equals("decoder.0.weight")) {
                    values[i] *= 1e-20f;
                }
            }
        }
        parameters.write(Store.VALUES, values);
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

    /** The noise of the next step. */
    float[] noise() {
        CounterNoise.normal(steps, 0, noise, 0, noise.length);
        return noise;
    }

    /** One training step as the trainer does it, from staging data and noise to updated weights; returns the loss. */
    double step() {
        training.stage(frames, order, 0);
        training.stage(Noise.ofStep(steps));
        training.step(new StepValues(steps, 1, 0, rate, Double.POSITIVE_INFINITY));
        steps++;
        training.reports(true, (step, terms, gradientNorm) -> loss = terms.loss());
        return loss;
    }

    /** Many steps before anybody wants to hear of them; returns the last one's loss. */
    double steps(int count) {
        for (int i = 0; i < count; i++) {
            training.stage(frames, order, 0);
            training.stage(Noise.ofStep(steps));
            training.step(new StepValues(steps, 1, 0, rate, Double.POSITIVE_INFINITY));
            steps++;
        }
        training.reports(true, (step, terms, gradientNorm) -> loss = terms.loss());
        return loss;
    }

    /** Codes a batch by the mean and decodes it; returns the reconstruction, an array kept by this object. */
    float[] reconstruct() {
        inference.stage(x, 0);
        inference.encode();
        inference.read(Result.HEADS, heads);
        int k = definition.codeSize();
        for (int i = 0; i < inference.rows(); i++) {
            System.arraycopy(heads, 2 * i * k, code, i * k, k);
        }
        inference.stageCodes(code);
        inference.decode();
        inference.read(Result.MEAN, mean);
        return mean;
    }
}
