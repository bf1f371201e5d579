/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Exchange;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.engine.host.HostEngine;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.ParameterLayout;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.CodeBatch;
import io.github.sdmvae.prior.GammaFunction;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.Locale;

/**
 * Compares the hand-derived gradient of a whole training step with central differences, in double precision: for users
 * who bring a prior, likelihood or γ update of their own. Keep the model small; every weight costs two evaluations.
 *
 * <p>What follows from the weights by a rule of its own, such as p* of sparse decoding, is held fixed, too, and the size of
 * the batch counts as that of the training set.
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
    public record Result(String weight, int index, double derived, double numeric, double relativeError) {
        private static final double GOOD = 1e-6;

        /**
         * Whether the gradient is right, as far as central differences can tell.
         *
         * @return true if the worst relative error is below 1e-6
         */
        public boolean isGood() {
            return relativeError < GOOD;
        }

        /** Says pass or fail, and where the worst disagreement is. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "gradient check %s: worst at %s[%d], derived %.9g, by differences %.9g, relative error %.2g",
                    isGood() ? "passed" : "FAILED",
                    weight,
                    index,
                    derived,
                    numeric,
                    relativeError);
        }
    }

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
    @SuppressWarnings("ArrayRecordComponent") // read only
    private record Frozen(double[] gamma) implements GammaFunction {
        @Override
        public String name() {
            return "frozen";
        }

        @Override
        public void update(CodeBatch batch, double[] target) {
            System.arraycopy(gamma, 0, target, 0, target.length);
        }
    }

    private static final class Check {
        private final Engine engine = HostEngine.of(Precision.FLOAT64);
        private final ModelGraph graph;
        private final Parameters parameters;
        private final ModelDefinition definition;
        private final ElboStrategy elbo;
        private final double[][] x;
        private final long seed;
        private final StepValues values;

        Check(ModelDefinition definition, ElboStrategy elbo, double[][] x, long seed) {
            this.definition = definition.forTrainingRows(x.length);
            this.elbo = elbo;
            this.x = x;
            this.seed = seed;
            graph = this.definition.graph();
            parameters = engine.allocate(graph, true);
            parameters.write(Store.VALUES, graph.layout().initialise(definition.seed()));
            // With the slope of the first step: the steeper one of later steps is beyond central differences.
            double relaxation = definition.prior().relaxation(0);
            double beta = elbo.beta().validationBeta();
            values = new StepValues(0, beta, relaxation, 0, Double.POSITIVE_INFINITY);
        }

        private TrainingProgram program(GammaUpdate gamma) {
            Objective objective = Objective.of(definition.prior(), gamma, elbo);
            TrainingProgram program = engine.train(graph, objective, parameters, x.length, Exchange.none());
            program.stage(flat(x));
            program.stage(Noise.ofStep(CounterNoise.key(seed, Purpose.EVALUATION)));
            return program;
        }

        private static double[] flat(double[][] x) {
            double[] all = new double[x.length * x[0].length];
            for (int i = 0; i < x.length; i++) {
                System.arraycopy(x[i], 0, all, i * x[0].length, x[0].length);
            }
            return all;
        }

        Result run(GammaUpdate gamma) {
            TrainingProgram program = program(gamma);
            program.gradient(values);
            double[] derived = values(Store.GRADIENT);
            double[] frozen = new double[program.length(Program.Result.GAMMA)];
            program.read(Program.Result.GAMMA, frozen);
            boolean gaussian =
                    definition.prior().isGaussian() && definition.prior().learnsVariance();
            return worst(derived, gaussian ? program(GammaUpdate.custom(new Frozen(frozen))) : program);
        }

        private Result worst(double[] derived, TrainingProgram program) {
            double[] weights = values(Store.VALUES);
            double largest = Double.MIN_NORMAL;
            for (double d : derived) {
                largest = Math.max(largest, Math.abs(d));
            }
            Result worst = null;
            for (int i = 0; i < weights.length; i++) {
                if (entryOf(i).parameter().isState()) {
                    continue;
                }
                double numeric = difference(weights, i, program);
                double error = Math.abs(derived[i] - numeric) / largest;
                if (worst == null || !(error <= worst.relativeError())) {
                    worst = new Result(entryOf(i).name(), i - entryOf(i).offset(), derived[i], numeric, error);
                }
            }
            return java.util.Objects.requireNonNull(worst);
        }

        private double difference(double[] weights, int i, TrainingProgram program) {
            double original = weights[i];
            weights[i] = original + STEP;
            double above = loss(weights, program);
            weights[i] = original - STEP;
            double below = loss(weights, program);
            weights[i] = original;
            return (above - below) / (2 * STEP);
        }

        private double loss(double[] weights, TrainingProgram program) {
            parameters.write(Store.VALUES, weights);
            return program.gradient(values).loss();
        }

        private ParameterLayout.Entry entryOf(int index) {
            return graph.layout().entries().stream()
                    .filter(e -> index >= e.offset() && index < e.offset() + e.length())
                    .findFirst()
                    .orElseThrow();
        }

        private double[] values(Store store) {
            double[] copy = new double[parameters.length(store)];
            parameters.read(store, copy);
            return copy;
        }
    }
}
