/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.engine.Parameters.Store;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One training from its first epoch to its last. */
final class TrainingRun {
    private final Engine engine;
    private final ModelDefinition definition;
    private final TrainingOptions options;
    private final FrameSource training;
    private final @Nullable FrameSource validation;
    private final RunSetup setup;
    private final GammaUpdate gamma;
    private final Objective objective;
    private final Parameters parameters;
    private final TrainingStep step;
    private final BestCopy best = new BestCopy();
    private final List<EpochReport> history = new ArrayList<>();
    private int epochsWithoutGain;
    private @Nullable StopReason ended;
    private long epochStart;
    private double secondsBefore;

    TrainingRun(RunSetup setup) {
        this.engine = setup.engine();
        this.definition = setup.definition();
        this.options = setup.options();
        this.training = setup.training();
        this.validation = setup.validation();
        ModelState start = setup.start();
        this.setup = setup;
        this.gamma = setup.gamma();
        this.objective = Objective.of(definition.prior(), gamma, options.elbo());
        int length = definition.graph().layout().length();
        if (start.parameters().length != length) {
            throw new IllegalArgumentException(
                    "the model has " + length + " parameters, the start holds " + start.parameters().length);
        }
        this.parameters = engine.allocate(definition.graph(), true);
        write(new Weights(setup.startParameters(), start.sharedGamma()));
        this.step = new TrainingStep(engine, definition, setup.graph(), objective, parameters, options, training);
    }

    private void write(Weights weights) {
        parameters.write(Store.VALUES, weights.parameters());
        parameters.write(Store.SHARED_GAMMA, weights.sharedGamma());
    }

    TrainingResult run(List<TrainingListener> listeners, Ending ending, Recorder recorder) {
        @Nullable Validation losses = validation == null ? null : new Validation(setup, parameters, validation);
        askAgain(ending);
        while (ended == null) {
            EpochReport report = epoch(epoch(), losses, listeners, recorder);
            history.add(report);
            listeners.forEach(listener -> listener.onEpoch(report));
            ended = endAfter(report, ending);
            recorder.offer(step.stepsDone(), ended != null, this::capture);
        }
        Checkpoint.Best chosen = Objects.requireNonNull(best.get());
        Weights weights = ending.keepsLast() ? finiteWeights(history.size()) : chosen.weights();
        return new TrainingResult(model(weights, chosen.epoch(), ending), chosen.epoch(), ended, history);
    }

    /** What is trained on what, for the log. */
    @Override
    public String toString() {
        return definition.graph().layout().length() + " parameters, " + training.description() + ", at most "
                + options.epochs() + " epochs of " + stepsPerEpoch() + " steps, engine " + engine.name();
    }

    int epochs() {
        return options.epochs();
    }

    int stepsPerEpoch() {
        return step.stepsPerEpoch();
    }

    private int epoch() {
        return history.size() + 1;
    }

    /** A resumed run that had ended because time was up may have time now. */
    private void askAgain(Ending ending) {
        if (ended == StopReason.STOP_CONDITION) {
            ended = endAfter(history.get(history.size() - 1), ending);
        }
    }

    private @Nullable StopReason endAfter(EpochReport report, Ending ending) {
        if (ending.stopsAfter(report)) {
            return StopReason.STOP_CONDITION;
        }
        if (epochsWithoutGain >= options.patience()) {
            return StopReason.EARLY_STOPPING;
        }
        return report.epoch() >= options.epochs() ? StopReason.ALL_EPOCHS : null;
    }

    /** Copies everything that the rest of the run depends on. */
    private Checkpoint capture() {
        step.settle();
        return new Checkpoint(
                step.stepsPerEpoch(),
                step.stepInEpoch(),
                step.sums(),
                step.stepInEpoch() == 0 ? 0 : secondsInEpoch(),
                history,
                epochsWithoutGain,
                ended,
                BestCopy.copy(parameters),
                step.moments(),
                best.get());
    }

    /** Takes over what {@link #capture} copied; the run was made with the same model, data and options. */
    void restore(Checkpoint checkpoint) {
        write(checkpoint.now());
        step.restore(checkpoint);
        best.restore(checkpoint.best());
        history.clear();
        history.addAll(checkpoint.history());
        epochsWithoutGain = checkpoint.epochsWithoutGain();
        ended = checkpoint.ended();
        secondsBefore = checkpoint.seconds();
    }

    private EpochReport epoch(
            int epoch, @Nullable Validation losses, List<TrainingListener> listeners, Recorder recorder) {
        epochStart = System.nanoTime();
        LossTerms trained = step.epoch(epoch, listeners, () -> recorder.offer(step.stepsDone(), false, this::capture));
        Validation.Losses found = losses == null ? null : validate(losses, epoch);
        LossTerms validated = found == null ? null : found.trained();
        LossTerms plain = found == null ? null : found.plain();
        boolean gain = validated == null || best.improves(validated.loss());
        if (gain) {
            best.take(epoch, validated == null ? Double.NaN : validated.loss(), finiteWeights(epoch));
            epochsWithoutGain = 0;
        } else {
            epochsWithoutGain++;
        }
        double seconds = secondsInEpoch();
        secondsBefore = 0;
        return new EpochReport(epoch, trained, validated, plain, step.lastRate(), seconds, gain);
    }

    /** The last step's update may have been the one that diverged. */
    private Weights finiteWeights(int epoch) {
        Weights weights = BestCopy.copy(parameters);
        if (!weights.isFinite()) {
            throw new TrainingDivergedException(epoch, step.stepsPerEpoch(), "parameters", Double.NaN);
        }
        return weights;
    }

    private double secondsInEpoch() {
        return secondsBefore + (System.nanoTime() - epochStart) / 1e9;
    }

    private Validation.Losses validate(Validation validating, int epoch) {
        Validation.Losses found = validating.losses();
        if (!found.trained().isFinite()) {
            double loss = found.trained().loss();
            throw new TrainingDivergedException(epoch, step.stepsPerEpoch(), "validation loss", loss);
        }
        return found;
    }

    private Vae model(Weights weights, int bestEpoch, Ending ending) {
        write(weights);
        Map<String, String> settings = setup.settings();
        settings.put("bestEpoch", Integer.toString(bestEpoch));
        if (ending.keepsLast()) {
            settings.put("weights", "of the last epoch");
        }
        settings.put("epochsDone", Integer.toString(history.size()));
        settings.put("engine", engine.name());
        ModelState state = ModelState.of(
                        weights.parameters(),
                        gamma,
                        weights.sharedGamma(),
                        definition.prior().learnsVariance() ? meanGamma() : null,
                        Provenance.now(training.description(), settings))
                .withElbo(options.elbo());
        return Vae.of(definition, state, engine);
    }

    /** γ̄ of the training data, for generating: γ itself exists per data point only. */
    private float[] meanGamma() {
        Evaluation evaluation = Validation.evaluator(setup, objective.plain(), parameters, training)
                .evaluate(training, 1, options.seed());
        float[] mean = new float[definition.codeSize()];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = evaluation.meanGamma().get(j).floatValue();
        }
        return mean;
    }
}
