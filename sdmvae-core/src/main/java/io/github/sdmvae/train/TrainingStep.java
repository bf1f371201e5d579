/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.AdamStep;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.CodeNoise;
import io.github.sdmvae.internal.CounterNoise;
import io.github.sdmvae.internal.CounterNoise.Purpose;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.internal.StepRule;
import io.github.sdmvae.internal.VaeProgram;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.LossTerms;
import java.util.List;

/** The inner loop: batches in shuffled order, one gradient step each. Everything is allocated once. */
final class TrainingStep {
    private static final double BETA_1 = 0.9;
    private static final double BETA_2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Engine engine;
    private final ModelDefinition definition;
    private final ParameterSet parameters;
    private final CodeRule rule;
    private final TrainingOptions options;
    private final FrameSource data;
    private final VaeProgram program;
    private final ParameterSet gradient;
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final int[] order;
    private final float[] rowBuffer;
    private final float[] noiseBuffer;
    private long stepsDone;
    private int stepInEpoch;
    private EpochSums sums = EpochSums.NONE;

    TrainingStep(
            Engine engine,
            ModelDefinition definition,
            ParameterSet parameters,
            Tensor sharedGamma,
            CodeRule rule,
            TrainingOptions options,
            FrameSource data) {
        this.engine = engine;
        this.definition = definition;
        this.parameters = parameters;
        this.rule = rule;
        this.options = options;
        this.data = data;
        int rows = Math.min(options.batchSize(), data.size());
        int samples = options.elbo().samples();
        program = new VaeProgram(engine, definition, parameters, sharedGamma, rows, samples);
        ParameterLayout layout = new ParameterLayout(definition);
        gradient = new ParameterSet(engine, layout);
        firstMoment = engine.allocate(1, layout.length());
        secondMoment = engine.allocate(1, layout.length());
        order = new int[data.size()];
        rowBuffer = new float[rows * definition.inputSize()];
        noiseBuffer = new float[program.code().noise().length()];
    }

    int stepsPerEpoch() {
        return data.size() / program.rows();
    }

    double lastRate() {
        return options.learningRate().at(Math.max(0, stepsDone - 1));
    }

    /**
     * Goes through the rest of the data: all of it, unless a checkpoint was restored.
     *
     * @param between called between two steps
     * @return the mean loss of all the epoch's steps
     */
    LossTerms epoch(int epoch, List<TrainingListener> listeners, Runnable between) {
        CounterNoise.permute(CounterNoise.key(options.seed(), Purpose.SHUFFLE, epoch), order);
        int steps = stepsPerEpoch();
        while (stepInEpoch < steps) {
            if (stepInEpoch > 0) {
                between.run();
            }
            LossTerms terms = step(epoch, stepInEpoch);
            sums = sums.plus(terms, steps);
            stepInEpoch++;
            StepReport report = new StepReport(epoch, stepInEpoch, steps, terms);
            listeners.forEach(listener -> listener.onStep(report));
        }
        LossTerms mean = sums.mean();
        sums = EpochSums.NONE;
        stepInEpoch = 0;
        return mean;
    }

    long stepsDone() {
        return stepsDone;
    }

    int stepInEpoch() {
        return stepInEpoch;
    }

    EpochSums sums() {
        return sums;
    }

    Checkpoint.Moments moments() {
        float[] first = new float[firstMoment.length()];
        float[] second = new float[secondMoment.length()];
        firstMoment.read(first, 0);
        secondMoment.read(second, 0);
        return new Checkpoint.Moments(first, second);
    }

    void restore(Checkpoint checkpoint) {
        stepsDone = checkpoint.stepsDone();
        stepInEpoch = checkpoint.step();
        sums = checkpoint.sums();
        firstMoment.write(checkpoint.moments().first(), 0);
        secondMoment.write(checkpoint.moments().second(), 0);
    }

    private LossTerms step(int epoch, int s) {
        load(epoch, s);
        double beta = options.elbo().beta().at(stepsDone);
        LossTerms terms = program.forward(
                new StepRule(rule.atStep(stepsDone), beta, options.elbo().freeBits(), true));
        requireFinite(terms, epoch, s + 1);
        program.backward(gradient);
        update(epoch, s + 1);
        return terms;
    }

    private void load(int epoch, int s) {
        int rows = program.rows();
        for (int i = 0; i < rows; i++) {
            data.read(order[s * rows + i], rowBuffer, i * definition.inputSize());
        }
        program.likelihood().x().write(rowBuffer, 0);
        long key = CounterNoise.key(options.seed(), Purpose.TRAINING, epoch, s);
        CodeNoise.fill(definition.prior(), key, 0, noiseBuffer, 0, rows * program.samples(), definition.codeSize());
        program.code().noise().write(noiseBuffer, 0);
    }

    private void update(int epoch, int s) {
        double rate = options.learningRate().at(stepsDone);
        stepsDone++;
        double scale = 1;
        if (!Double.isInfinite(options.gradientClipping())) {
            double norm = Math.sqrt(engine.sumOfSquares(gradient.flat()));
            if (!Double.isFinite(norm)) {
                throw new TrainingDivergedException(epoch, s, "gradient", norm);
            }
            scale = Math.min(1, options.gradientClipping() / norm);
        }
        AdamStep adam = new AdamStep(rate, BETA_1, BETA_2, EPSILON, stepsDone, scale);
        engine.adam(adam, parameters.flat(), gradient.flat(), firstMoment, secondMoment);
        if (definition.dictionary().isLearned()) {
            engine.unitColumns(parameters.named(ParameterLayout.DICTIONARY));
        }
    }

    private static void requireFinite(LossTerms terms, int epoch, int step) {
        requireFinite("reconstruction", terms.reconstruction(), epoch, step);
        requireFinite("divergence", terms.divergence(), epoch, step);
        requireFinite("hyperprior", terms.hyperprior(), epoch, step);
        requireFinite("coherence", terms.coherence(), epoch, step);
    }

    private static void requireFinite(String term, double value, int epoch, int step) {
        if (!Double.isFinite(value)) {
            throw new TrainingDivergedException(epoch, step, term, value);
        }
    }
}
