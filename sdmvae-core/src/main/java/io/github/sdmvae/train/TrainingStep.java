/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Noise;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.engine.StepValues;
import io.github.sdmvae.engine.TrainingProgram;
import io.github.sdmvae.graph.ModelGraph;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.random.CounterNoise;
import io.github.sdmvae.random.CounterNoise.Purpose;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inner loop: batches in shuffled order, one gradient step each. Everything is allocated once. */
final class TrainingStep {
    private final Prior prior;
    private final Parameters parameters;
    private final TrainingOptions options;
    private final FrameSource data;
    private final Units units;
    private final TrainingProgram program;
    private final int[] order;
    private long stepsDone;
    private int stepInEpoch;
    private int reported;
    private @Nullable Reports reports;
    private EpochSums sums = EpochSums.NONE;

    TrainingStep(
            Engine engine,
            ModelDefinition definition,
            ModelGraph graph,
            Objective objective,
            Parameters parameters,
            TrainingOptions options,
            FrameSource data) {
        this.prior = definition.prior();
        this.parameters = parameters;
        this.options = options;
        this.data = data;
        units = Units.of(definition, data, options.batchSize());
        program = units.compile(engine, graph, objective, parameters);
        order = new int[units.count()];
    }

    int stepsPerEpoch() {
        return units.stepsPerEpoch();
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
        Reports epochReports = new Reports(epoch, stepsPerEpoch(), listeners);
        reports = epochReports;
        reported = stepInEpoch;
        while (stepInEpoch < stepsPerEpoch()) {
            if (stepInEpoch > 0) {
                between.run();
            }
            step(epoch, stepInEpoch);
            stepInEpoch++;
            epochReports.take(stepInEpoch - reported >= epochReports.every);
        }
        epochReports.take(true);
        LossTerms mean = sums.mean();
        sums = EpochSums.NONE;
        stepInEpoch = 0;
        return mean;
    }

    private void step(int epoch, int s) {
        program.stage(data, order, s * units.perBatch());
        program.stage(Noise.ofStep(CounterNoise.key(options.seed(), Purpose.TRAINING, epoch, s)));
        program.step(new StepValues(
                stepsDone,
                options.elbo().beta().at(stepsDone),
                prior.relaxation(stepsDone),
                options.learningRate().at(stepsDone),
                options.gradientClipping()));
        stepsDone++;
    }

    /** Takes the engine's reports of an epoch's steps: sums them, checks them, passes them on. */
    private final class Reports {
        private final int epoch;
        private final int steps;
        private final List<TrainingListener> listeners;
        private final int every;

        Reports(int epoch, int steps, List<TrainingListener> listeners) {
            this.epoch = epoch;
            this.steps = steps;
            this.listeners = listeners;
            this.every = listeners.stream()
                    .mapToInt(TrainingListener::reportEvery)
                    .min()
                    .orElse(Integer.MAX_VALUE);
        }

        void take(boolean wait) {
            program.reports(wait, (step, terms, gradientNorm) -> {
                reported++;
                requireFinite(terms, gradientNorm, epoch, reported);
                sums = sums.plus(terms, steps);
                StepReport report = new StepReport(epoch, reported, steps, terms);
                listeners.forEach(listener -> listener.onStep(report));
            });
        }
    }

    /** Waits for the reports of all steps so far: what is kept of a run must not come from behind its divergence. */
    void settle() {
        if (reports != null) {
            reports.take(true);
        }
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
        return new Checkpoint.Moments(parameters.read(Store.FIRST_MOMENT), parameters.read(Store.SECOND_MOMENT));
    }

    void restore(Checkpoint checkpoint) {
        stepsDone = checkpoint.stepsDone();
        stepInEpoch = checkpoint.step();
        sums = checkpoint.sums();
        parameters.write(Store.FIRST_MOMENT, checkpoint.moments().first());
        parameters.write(Store.SECOND_MOMENT, checkpoint.moments().second());
    }

    private static void requireFinite(LossTerms terms, double gradientNorm, int epoch, int step) {
        for (LossTerms.Term term : terms.terms()) {
            requireFinite(term.name(), term.value(), epoch, step);
        }
        requireFinite("gradient", gradientNorm, epoch, step);
    }

    private static void requireFinite(String term, double value, int epoch, int step) {
        if (!Double.isFinite(value)) {
            throw new TrainingDivergedException(epoch, step, term, value);
        }
    }
}
