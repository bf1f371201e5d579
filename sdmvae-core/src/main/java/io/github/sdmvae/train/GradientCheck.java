/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.CodeNoise;
import io.github.sdmvae.internal.CounterNoise;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.internal.StepRule;
import io.github.sdmvae.internal.VaeProgram;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.CodeBatch;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.GammaFunction;
import io.github.sdmvae.objective.GammaUpdate;

/**
 * Compares the hand-derived gradient of a whole training step with central differences, in double precision: for users
 * who bring a prior, likelihood or γ update of their own. Keep the model small; every weight costs two evaluations.
 *
 * <p>γ is held fixed in the gradient (Sadeghi and Magron 2022, Algorithm 1), so the differences hold it fixed too.
 */
public final class GradientCheck {
    private static final double STEP = 1e-6;

    private GradientCheck() {}

    /**
     * The worst disagreement.
     *
     * @param weight name of the array that holds the weight
     * @param index of the weight in that array, row-major
     * @param derived the hand-derived derivative
     * @param numeric the central difference
     * @param relativeError |derived − numeric| over the largest derivative of the model; below 1e-6 is good
     */
    public record Result(String weight, int index, double derived, double numeric, double relativeError) {}

    /**
     * Checks the gradient of every weight on one batch.
     *
     * @param definition the model
     * @param gamma γ update
     * @param elbo ELBO strategy
     * @param x rows × n data
     * @param seed of the noise
     * @return the worst disagreement of all weights
     */
    public static Result check(
            ModelDefinition definition, GammaUpdate gamma, ElboStrategy elbo, double[][] x, long seed) {
        return new Check(definition, elbo, x, seed).run(gamma);
    }

    /** γ as it was at the unchanged weights. */
    private record Frozen(Tensor gamma) implements GammaFunction {
        @Override
        public String name() {
            return "frozen";
        }

        @Override
        public void update(CodeBatch batch, double[] target) {
            gamma.read(target);
        }
    }

    private static final class Check {
        private final ParameterLayout layout;
        private final ParameterSet parameters;
        private final ParameterSet gradient;
        private final VaeProgram program;
        private final Engine engine = Engines.nd4j(Precision.FLOAT64);
        private final ModelDefinition definition;
        private final ElboStrategy elbo;
        private final double beta;

        Check(ModelDefinition definition, ElboStrategy elbo, double[][] x, long seed) {
            layout = new ParameterLayout(definition);
            parameters = new ParameterSet(engine, layout);
            gradient = new ParameterSet(engine, layout);
            Tensor shared = engine.allocate(1, definition.codeSize() + 1);
            program = new VaeProgram(engine, definition, parameters, shared, x.length, elbo.samples());
            this.definition = definition;
            this.elbo = elbo;
            beta = elbo.beta().at(Long.MAX_VALUE);
            parameters.flat().write(layout.initialise(definition.seed()), 0);
            program.likelihood().x().write(flat(x));
            float[] noise = new float[program.code().noise().length()];
            int draws = x.length * elbo.samples();
            long key = CounterNoise.key(seed, Purpose.EVALUATION);
            CodeNoise.fill(definition.prior(), key, 0, noise, 0, draws, definition.codeSize());
            program.code().noise().write(noise, 0);
        }

        private static double[] flat(double[][] x) {
            double[] all = new double[x.length * x[0].length];
            for (int i = 0; i < x.length; i++) {
                System.arraycopy(x[i], 0, all, i * x[0].length, x[0].length);
            }
            return all;
        }

        Result run(GammaUpdate gamma) {
            program.forward(new StepRule(rule(gamma), beta, elbo.freeBits(), true));
            program.backward(gradient);
            double[] derived = values(gradient.flat());
            Tensor frozen = engine.allocate(
                    program.code().gamma().rows(), program.code().gamma().columns());
            frozen.write(values(program.code().gamma()));
            return worst(derived, rule(GammaUpdate.custom(new Frozen(frozen))));
        }

        /** With the slope of the first step: the steeper one of later steps is beyond central differences. */
        private CodeRule rule(GammaUpdate gamma) {
            return CodeRule.of(definition.prior(), gamma, elbo).atStep(0);
        }

        private Result worst(double[] derived, CodeRule frozen) {
            double[] weights = values(parameters.flat());
            double largest = Double.MIN_NORMAL;
            for (double d : derived) {
                largest = Math.max(largest, Math.abs(d));
            }
            Result worst = null;
            for (int i = 0; i < weights.length; i++) {
                double numeric = difference(weights, i, frozen);
                double error = Math.abs(derived[i] - numeric) / largest;
                if (worst == null || !(error <= worst.relativeError())) {
                    worst = new Result(nameOf(i), i - offsetOf(i), derived[i], numeric, error);
                }
            }
            return java.util.Objects.requireNonNull(worst);
        }

        private double difference(double[] weights, int i, CodeRule frozen) {
            double original = weights[i];
            weights[i] = original + STEP;
            double above = loss(weights, frozen);
            weights[i] = original - STEP;
            double below = loss(weights, frozen);
            weights[i] = original;
            return (above - below) / (2 * STEP);
        }

        private double loss(double[] weights, CodeRule rule) {
            parameters.flat().write(weights);
            return program.forward(new StepRule(rule, beta, elbo.freeBits(), false))
                    .loss();
        }

        private String nameOf(int index) {
            return entryOf(index).name();
        }

        private int offsetOf(int index) {
            return entryOf(index).offset();
        }

        private ParameterLayout.Entry entryOf(int index) {
            return layout.entries().stream()
                    .filter(e -> index >= e.offset() && index < e.offset() + e.length())
                    .findFirst()
                    .orElseThrow();
        }

        private static double[] values(Tensor tensor) {
            double[] values = new double[tensor.length()];
            tensor.read(values);
            return values;
        }
    }
}
