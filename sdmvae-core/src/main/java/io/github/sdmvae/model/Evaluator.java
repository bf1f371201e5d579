/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Program;
import io.github.sdmvae.engine.Program.Result;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.graph.SelectorNode;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.CodeShape;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import io.github.sdmvae.transform.DataTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model on all rows of a source, in order. The noise is a function of (seed, row, draw, entry), so that the
 * figures depend neither on the batch size nor on the epoch. Rows of a model of time are frames of {@link
 * io.github.sdmvae.data.Sequences}, which are gone through one by one. Allocated once; not thread-safe.
 */
public final class Evaluator {
    /** Rows of a batch at most. */
    private static final int BATCH = 256;
    /** Draws held at once at most, unless a single row has more. */
    private static final int DRAWS = 4096;

    private final Engine engine;
    private final ModelGraph graph;
    private final Objective objective;
    private final Parameters parameters;
    private final int batch;
    private @Nullable Program full;
    private @Nullable Program partial;
    private final int[] numbers;
    private final double constant;
    private final boolean selects;
    private final @Nullable SequenceWalk sequences;
    private float[] codeBuffer = {};
    private float[] entryBuffer = {};

    /**
     * Prepares evaluations.
     *
     * @param engine where to compute
     * @param definition the model
     * @param objective what to compute, with R draws per row
     * @param parameters its weights, read at each evaluation
     * @param batch rows per batch
     */
    public Evaluator(Engine engine, ModelDefinition definition, Objective objective, Parameters parameters, int batch) {
        this.engine = engine;
        this.graph = definition.graph();
        this.objective = objective;
        this.parameters = parameters;
        this.batch = batch;
        this.sequences = definition.dynamics() == null
                ? null
                : new SequenceWalk(shape -> engine.infer(graph, objective, parameters, shape));
        DataTransform transform = definition.dataTransform();
        double volume = transform == null ? 0 : transform.logVolume();
        this.constant = definition.likelihood().constant(definition.inputSize()) - volume;
        numbers = new int[batch];
        selects = definition.selector() != null;
    }

    /**
     * Prepares evaluations of some data, in batches that bound the memory.
     *
     * @param engine where to compute
     * @param definition the model
     * @param objective what to compute, with R draws per row
     * @param parameters its weights, read at each evaluation
     * @param data to be evaluated, as encoder and likelihood see it ({@link ModelDefinition#prepared}), at least one row
     * @return evaluator with min(256, 4096/R) rows per batch, at least one
     */
    public static Evaluator forData(
            Engine engine, ModelDefinition definition, Objective objective, Parameters parameters, FrameSource data) {
        int rows = Math.max(1, Math.min(BATCH, DRAWS / objective.samples()));
        return new Evaluator(engine, definition, objective, parameters, Math.min(data.size(), rows));
    }

    /**
     * Prepares evaluations in batches of the training's size, for models with a term of the loss that belongs to the batch.
     *
     * @param engine where to compute
     * @param definition the model
     * @param objective what to compute, with R draws per row
     * @param parameters its weights, read at each evaluation
     * @param data to be evaluated, at least one row
     * @param batch rows per batch in training
     * @return evaluator as {@link #forData} gives it, unless the model has a dimension selector
     */
    public static Evaluator forTraining(
            Engine engine,
            ModelDefinition definition,
            Objective objective,
            Parameters parameters,
            FrameSource data,
            int batch) {
        return definition.selector() == null
                ? forData(engine, definition, objective, parameters, data)
                : new Evaluator(engine, definition, objective, parameters, Math.min(data.size(), batch));
    }

    private Program program(int rows) {
        return engine.infer(graph, objective, parameters, rows);
    }

    /**
     * Evaluates.
     *
     * @param data rows of the model's input size, as encoder and likelihood see them, at least one
     * @param beta weight of the divergence in the reported loss
     * @param seed of the noise
     * @return the figures
     * @throws IllegalArgumentException if a value is outside the likelihood's domain, naming row, column and value
     */
    public Evaluation evaluate(FrameSource data, double beta, long seed) {
        Sums sums = new Sums(graph.draw().width());
        StepValues values = StepValues.evaluation(objective.rule().prior(), beta);
        long key = CounterNoise.key(seed, Purpose.EVALUATION);
        if (sequences != null) {
            sequences.each(data, key, (program, frames) -> sums.add(program, program.evaluate(values), frames));
            return sums.evaluation(beta, objective.rule().prior().isGaussian());
        }
        for (int first = 0; first < data.size(); first += batch) {
            Program program = staged(data, first, key);
            sums.add(program, program.evaluate(values), program.rows());
        }
        return sums.evaluation(beta, objective.rule().prior().isGaussian());
    }

    /**
     * The importance-weighted bound of every row with all the samples that this evaluator draws.
     *
     * @param data rows of the model's input size, as encoder and likelihood see them, at least one
     * @param seed of the noise
     * @return log p(x) estimated from below, per row, the likelihood's constant included
     */
    public double[] logLikelihoods(FrameSource data, long seed) {
        double[] logs = new double[data.size()];
        StepValues values = StepValues.evaluation(objective.rule().prior(), 1);
        long key = CounterNoise.key(seed, Purpose.EVALUATION);
        for (int first = 0; first < data.size(); first += batch) {
            double[] bounds = staged(data, first, key).bounds(values);
            for (int i = 0; i < bounds.length; i++) {
                logs[first + i] = -bounds[i] - constant;
            }
        }
        return logs;
    }

    private Program staged(FrameSource data, int first, long key) {
        int rows = Math.min(batch, data.size() - first);
        Program program = programFor(rows);
        for (int i = 0; i < rows; i++) {
            numbers[i] = first + i;
        }
        program.stage(data, numbers, 0);
        program.stage(Noise.ofPoints(key, first));
        return program;
    }

    private Program programFor(int rows) {
        if (rows == batch) {
            if (full == null) {
                full = program(rows);
            }
            return full;
        }
        if (partial == null || partial.rows() != rows) {
            partial = program(rows);
        }
        return partial;
    }

    /** Deterministic codes of the batch; with a selector the draws are lost. */
    private void readCodes(Program program) {
        int k = graph.draw().width();
        if (selects) {
            CodeShape shape = graph.draw().shape();
            program.stageNoise(new double[program.rows() * program.samples() * shape.noiseColumns()]);
            program.draw(StepValues.evaluation(objective.rule().prior(), 1));
            float[] codes = new float[program.length(Result.CODE)];
            program.read(Result.CODE, codes);
            System.arraycopy(codes, 0, codeBuffer, 0, program.rows() * k);
            return;
        }
        HeadRows heads = new HeadRows(graph.draw().shape(), program);
        for (int i = 0; i < program.rows(); i++) {
            heads.readCode(i, codeBuffer, i * k);
        }
    }

    /** Sums in double over all rows. */
    private final class Sums {
        private int rows;
        private double reconstruction;
        private double divergence;
        private double hyperprior;
        private double penalty;
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

        /** Adds a batch; its rows beyond the data points are zero. */
        void add(Program program, LossTerms terms, int n) {
            int k = mean.length;
            int all = program.rows();
            if (codeBuffer.length < all * k) {
                codeBuffer = new float[all * k];
                entryBuffer = new float[all * k];
            }
            rows += n;
            reconstruction += n * terms.reconstruction();
            divergence += n * terms.divergence();
            hyperprior += n * terms.hyperprior();
            penalty += n * terms.penalties().getOrDefault(SelectorNode.PENALTY, 0.0);
            addEntries(program, Result.DIVERGENCE, unitDivergence);
            addEntries(program, Result.GAMMA, gamma);
            readCodes(program);
            for (int e = 0; e < all * k; e++) {
                double mu = codeBuffer[e];
                mean[e % k] += mu;
                squares[e % k] += mu * mu;
            }
        }

        private void addEntries(Program program, Result result, double[] sums) {
            program.read(result, entryBuffer);
            for (int e = 0; e < program.length(result); e++) {
                sums[e % sums.length] += entryBuffer[e];
            }
        }

        Evaluation evaluation(double beta, boolean hasGamma) {
            // Of the further terms only the selector's depends on data; those of parameters are no part of a bound.
            Map<String, Double> penalties = selects ? Map.of(SelectorNode.PENALTY, penalty / rows) : Map.of();
            LossTerms terms =
                    new LossTerms(reconstruction / rows, divergence / rows, hyperprior / rows, beta, penalties);
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
            return new Evaluation(rows, terms, constant, divergences, variances, gammas);
        }
    }
}
