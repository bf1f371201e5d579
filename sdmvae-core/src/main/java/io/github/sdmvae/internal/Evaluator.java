/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.CodeShape;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.LossTerms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model on all rows of a source, in order. The noise is a function of (seed, row, draw, entry), so that the
 * figures depend neither on the batch size nor on the epoch. Allocated once; not thread-safe.
 */
public final class Evaluator {
    private final Engine engine;
    private final ModelDefinition definition;
    private final ParameterSet parameters;
    private final Tensor sharedGamma;
    private final int samples;
    private final VaeProgram full;
    private @Nullable VaeProgram partial;
    private final float[] rowBuffer;
    private final float[] noiseBuffer;
    private final float[] codeBuffer;
    private final int noiseColumns;
    private final float[] entryBuffer;

    /**
     * Prepares evaluations.
     *
     * @param engine where to compute
     * @param definition the model
     * @param parameters its weights, read at each evaluation
     * @param sharedGamma state of the shared γ, read only
     * @param batch rows per batch
     * @param samples draws per row
     */
    public Evaluator(
            Engine engine,
            ModelDefinition definition,
            ParameterSet parameters,
            Tensor sharedGamma,
            int batch,
            int samples) {
        this.engine = engine;
        this.definition = definition;
        this.parameters = parameters;
        this.sharedGamma = sharedGamma;
        this.samples = samples;
        this.full = program(batch);
        int k = definition.codeSize();
        this.noiseColumns = CodeShape.of(definition.prior(), k).noiseColumns();
        rowBuffer = new float[batch * definition.inputSize()];
        noiseBuffer = new float[batch * samples * noiseColumns];
        codeBuffer = new float[batch * k];
        entryBuffer = new float[batch * k];
    }

    private VaeProgram program(int rows) {
        return new VaeProgram(engine, definition, parameters, sharedGamma, rows, samples);
    }

    /**
     * Evaluates.
     *
     * @param data rows of the model's input size, at least one
     * @param rule what the code kernels compute
     * @param beta weight of the divergence in the reported loss
     * @param seed of the noise
     * @return the figures
     */
    public Evaluation evaluate(FrameSource data, CodeRule rule, double beta, long seed) {
        Sums sums = new Sums(definition.codeSize());
        long key = CounterNoise.key(seed, Purpose.EVALUATION);
        for (int first = 0; first < data.size(); first += full.rows()) {
            int rows = Math.min(full.rows(), data.size() - first);
            VaeProgram program = programFor(rows);
            load(program, data, first, key);
            sums.add(program, program.forward(StepRule.evaluation(rule, beta)));
        }
        return sums.evaluation(beta, rule.isGaussian());
    }

    /**
     * The importance-weighted bound of every row with all the samples that this evaluator draws.
     *
     * @param data rows of the model's input size, at least one
     * @param rule with importance weights
     * @param seed of the noise
     * @return log p(x) estimated from below, per row, the likelihood's constant included
     */
    public double[] logLikelihoods(FrameSource data, CodeRule rule, long seed) {
        double[] logs = new double[data.size()];
        long key = CounterNoise.key(seed, Purpose.EVALUATION);
        double constant = definition.likelihood().constant(definition.inputSize());
        for (int first = 0; first < data.size(); first += full.rows()) {
            VaeProgram program = programFor(Math.min(full.rows(), data.size() - first));
            load(program, data, first, key);
            double[] bounds = program.bounds(rule);
            for (int i = 0; i < bounds.length; i++) {
                logs[first + i] = -bounds[i] - constant;
            }
        }
        return logs;
    }

    private VaeProgram programFor(int rows) {
        if (rows == full.rows()) {
            return full;
        }
        if (partial == null || partial.rows() != rows) {
            partial = program(rows);
        }
        return partial;
    }

    private void load(VaeProgram program, FrameSource data, int first, long key) {
        int rows = program.rows();
        int k = definition.codeSize();
        for (int i = 0; i < rows; i++) {
            data.read(first + i, rowBuffer, i * definition.inputSize());
            for (int s = 0; s < samples; s++) {
                long row = (first + i) * (long) samples + s;
                CodeNoise.fill(definition.prior(), key, row, noiseBuffer, (s * rows + i) * noiseColumns, 1, k);
            }
        }
        program.likelihood().x().write(rowBuffer, 0);
        program.code().noise().write(noiseBuffer, 0);
    }

    /** Sums in double over all rows. */
    private final class Sums {
        private int rows;
        private double reconstruction;
        private double divergence;
        private double hyperprior;
        private final double[] unitDivergence;
        private final double[] mean;
        private final double[] squares;
        private final double[] gamma;

        Sums(int k) {
            unitDivergence = new double[k];
            mean = new double[k];
            squares = new double[k];
            gamma = new double[k];
        }

        void add(VaeProgram program, LossTerms terms) {
            int n = program.rows();
            rows += n;
            reconstruction += n * terms.reconstruction();
            divergence += n * terms.divergence();
            hyperprior += n * terms.hyperprior();
            addEntries(program.code().divergence(), unitDivergence);
            addEntries(program.code().gamma(), gamma);
            program.readCodeMeans(codeBuffer);
            int k = mean.length;
            for (int e = 0; e < n * k; e++) {
                double mu = codeBuffer[e];
                mean[e % k] += mu;
                squares[e % k] += mu * mu;
            }
        }

        private void addEntries(Tensor tensor, double[] sums) {
            tensor.read(entryBuffer, 0);
            for (int e = 0; e < tensor.length(); e++) {
                sums[e % sums.length] += entryBuffer[e];
            }
        }

        Evaluation evaluation(double beta, boolean hasGamma) {
            LossTerms terms = new LossTerms(reconstruction / rows, divergence / rows, hyperprior / rows, beta);
            List<Double> divergences = new ArrayList<>();
            List<Double> variances = new ArrayList<>();
            List<Double> gammas = new ArrayList<>();
            for (int j = 0; j < mean.length; j++) {
                double average = mean[j] / rows;
                divergences.add(unitDivergence[j] / rows);
                variances.add(Math.max(0, squares[j] / rows - average * average));
                if (hasGamma) {
                    gammas.add(gamma[j] / rows);
                }
            }
            double constant = definition.likelihood().constant(definition.inputSize());
            return new Evaluation(rows, terms, constant, divergences, variances, gammas);
        }
    }
}
