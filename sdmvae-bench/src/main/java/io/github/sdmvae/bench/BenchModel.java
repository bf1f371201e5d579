/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.kernels.AdamStep;
import io.github.sdmvae.prior.CodeRule;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.kernels.Tensor;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.internal.StepRule;
import io.github.sdmvae.internal.VaeProgram;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.prior.Prior;

/** The SDM-VAE of one size on one engine, ready for training steps and inference as trainer and models do them. */
final class BenchModel {
    static final int INPUT = 513;
    static final double RATE = 1e-4;

    private final Engine engine;
    private final ModelDefinition definition;
    private final ParameterSet parameters;
    private final ParameterSet gradient;
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final VaeProgram program;
    private final CodeRule rule;
    private final float[] x;
    private final float[] noise;
    private final float[] heads;
    private final float[] code;
    private final float[] mean;
    private double rate = RATE;
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
        this.engine = engine;
        definition = ModelDefinition.builder()
                .inputSize(INPUT)
                .hidden(hidden)
                .dictionary(Dictionary.dct(codeSize, codeSize))
                .prior(Prior.learnedVariance())
                .likelihood(Likelihood.complexGaussian())
                .build();
        ParameterLayout layout = new ParameterLayout(definition);
        parameters = new ParameterSet(engine, layout);
        parameters.flat().write(layout.initialise(1), 0);
        gradient = new ParameterSet(engine, layout);
        firstMoment = engine.allocate(1, layout.length());
        secondMoment = engine.allocate(1, layout.length());
        program = new VaeProgram(engine, definition, parameters, engine.allocate(1, codeSize + 1), batch, 1);
        rule = new CodeRule(definition.prior(), GammaUpdate.closedForm(), false);
        x = powers(batch * INPUT);
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
        return name.equals("nd4j") ? Engines.nd4j(Precision.FLOAT32) : Engines.cpu();
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
        for (ParameterLayout.Entry e : new ParameterLayout(definition).entries()) {
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
        parameters.flat().write(values, 0);
    }

    ModelDefinition definition() {
        return definition;
    }

    float[] x() {
        return x;
    }

    float[] parameters() {
        float[] values = new float[parameters.flat().length()];
        parameters.flat().read(values, 0);
        return values;
    }

    /** The noise of the next step. */
    float[] noise() {
        CounterNoise.normal(steps, 0, noise, 0, noise.length);
        return noise;
    }

    /** One training step, from drawing noise to updated weights; returns the loss. */
    double step() {
        program.likelihood().x().write(x, 0);
        program.code().noise().write(noise(), 0);
        double loss = program.forward(StepRule.training(rule, 1)).loss();
        program.backward(gradient);
        steps++;
        AdamStep adam = new AdamStep(rate, 0.9, 0.999, 1e-8, steps, 1);
        engine.adam(adam, parameters.flat(), gradient.flat(), firstMoment, secondMoment);
        return loss;
    }

    /** Codes a batch by the mean and decodes it; returns the reconstruction, an array kept by this object. */
    float[] reconstruct() {
        program.likelihood().x().write(x, 0);
        program.encode();
        program.code().heads().read(heads, 0);
        int k = definition.codeSize();
        for (int i = 0; i < program.rows(); i++) {
            System.arraycopy(heads, 2 * i * k, code, i * k, k);
        }
        program.code().code().write(code, 0);
        program.decode();
        program.reconstruct();
        program.likelihood().mean().read(mean, 0);
        return mean;
    }
}
