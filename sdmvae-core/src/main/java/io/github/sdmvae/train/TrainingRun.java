/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.CodeRule;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Tensor;
import io.github.sdmvae.internal.Evaluator;
import io.github.sdmvae.internal.ParameterLayout;
import io.github.sdmvae.internal.ParameterSet;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.objective.Prior;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One training from its first epoch to its last. */
final class TrainingRun {
    private static final int VALIDATION_BATCH = 256;

    private final Engine engine;
    private final ModelDefinition definition;
    private final TrainingOptions options;
    private final FrameSource training;
    private final @Nullable FrameSource validation;
    private final CodeRule rule;
    private final ParameterSet parameters;
    private final Tensor sharedGamma;
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
        this.rule = CodeRule.of(definition.prior(), options.gamma(), options.elbo());
        ParameterLayout layout = new ParameterLayout(definition);
        if (start.parameters().length != layout.length()) {
            throw new IllegalArgumentException(
                    "the model has " + layout.length() + " parameters, the start holds " + start.parameters().length);
        }
        this.parameters = new ParameterSet(engine, layout);
        parameters.flat().write(start.parameters(), 0);
        this.sharedGamma = engine.allocate(1, definition.codeSize() + 1);
        sharedGamma.write(start.sharedGamma(), 0);
        this.step = new TrainingStep(engine, definition, parameters, sharedGamma, rule, options, training);
    }

    TrainingResult run(List<TrainingListener> listeners, @Nullable Predicate<EpochReport> stopWhen, Recorder recorder) {
        @Nullable Evaluator evaluator = validation == null ? null : evaluator(validation);
        askAgain(stopWhen);
        while (ended == null) {
            EpochReport report = epoch(epoch(), evaluator, listeners, recorder);
            history.add(report);
            listeners.forEach(listener -> listener.onEpoch(report));
            ended = endAfter(report, stopWhen);
            recorder.offer(step.stepsDone(), ended != null, this::capture);
        }
        Checkpoint.Best chosen = Objects.requireNonNull(best.get());
        return new TrainingResult(model(chosen), chosen.epoch(), ended, history);
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
    private void askAgain(@Nullable Predicate<EpochReport> stopWhen) {
        if (ended == StopReason.STOP_CONDITION) {
            ended = endAfter(history.get(history.size() - 1), stopWhen);
        }
    }

    private @Nullable StopReason endAfter(EpochReport report, @Nullable Predicate<EpochReport> stopWhen) {
        if (stopWhen != null && stopWhen.test(report)) {
            return StopReason.STOP_CONDITION;
        }
        if (epochsWithoutGain >= options.patience()) {
            return StopReason.EARLY_STOPPING;
        }
        return report.epoch() >= options.epochs() ? StopReason.ALL_EPOCHS : null;
    }

    /** Copies everything that the rest of the run depends on. */
    private Checkpoint capture() {
        return new Checkpoint(
                step.stepsPerEpoch(),
                step.stepInEpoch(),
                step.sums(),
                step.stepInEpoch() == 0 ? 0 : secondsInEpoch(),
                history,
                epochsWithoutGain,
                ended,
                BestCopy.copy(parameters.flat(), sharedGamma),
                step.moments(),
                best.get());
    }

    /** Takes over what {@link #capture} copied; the run was made with the same model, data and options. */
    void restore(Checkpoint checkpoint) {
        parameters.flat().write(checkpoint.now().parameters(), 0);
        sharedGamma.write(checkpoint.now().sharedGamma(), 0);
        step.restore(checkpoint);
        best.restore(checkpoint.best());
        history.clear();
        history.addAll(checkpoint.history());
        epochsWithoutGain = checkpoint.epochsWithoutGain();
        ended = checkpoint.ended();
        secondsBefore = checkpoint.seconds();
    }

    /** With one draw per row, whatever the training does: validation losses of different settings stay comparable. */
    private Evaluator evaluator(FrameSource data) {
        int batch = Math.min(VALIDATION_BATCH, data.size());
        return new Evaluator(engine, definition, parameters, sharedGamma, batch, 1);
    }

    private EpochReport epoch(
            int epoch, @Nullable Evaluator evaluator, List<TrainingListener> listeners, Recorder recorder) {
        epochStart = System.nanoTime();
        LossTerms trained = step.epoch(epoch, listeners, () -> recorder.offer(step.stepsDone(), false, this::capture));
        LossTerms validated = evaluator == null ? null : validate(evaluator, epoch);
        boolean gain = validated == null || best.improves(validated.loss());
        if (gain) {
            best.take(epoch, validated == null ? Double.NaN : validated.loss(), parameters.flat(), sharedGamma);
            epochsWithoutGain = 0;
        } else {
            epochsWithoutGain++;
        }
        double seconds = secondsInEpoch();
        secondsBefore = 0;
        return new EpochReport(epoch, trained, validated, step.lastRate(), seconds, gain);
    }

    private double secondsInEpoch() {
        return secondsBefore + (System.nanoTime() - epochStart) / 1e9;
    }

    private LossTerms validate(Evaluator evaluator, int epoch) {
        FrameSource data = Objects.requireNonNull(validation);
        // Full weight on the divergence even during a warm-up: losses of different epochs must be comparable.
        double beta = options.elbo().beta().at(Long.MAX_VALUE);
        LossTerms terms =
                evaluator.evaluate(data, rule.plain(), beta, options.seed()).terms();
        if (!terms.isFinite()) {
            throw new TrainingDivergedException(epoch, step.stepsPerEpoch(), "validation loss", terms.loss());
        }
        return terms;
    }

    private Vae model(Checkpoint.Best chosen) {
        parameters.flat().write(chosen.weights().parameters(), 0);
        sharedGamma.write(chosen.weights().sharedGamma(), 0);
        Map<String, String> settings = options.asText();
        settings.put("bestEpoch", Integer.toString(chosen.epoch()));
        settings.put("epochsDone", Integer.toString(history.size()));
        settings.put("engine", engine.name());
        ModelState state = ModelState.of(
                chosen.weights().parameters(),
                options.gamma(),
                chosen.weights().sharedGamma(),
                definition.prior() instanceof Prior.LearnedVariance ? meanGamma() : null,
                Provenance.now(training.description(), settings));
        return Vae.of(definition, state, engine);
    }

    /** γ̄ of the training data, for generating: γ itself exists per data point only. */
    private float[] meanGamma() {
        Evaluation evaluation = evaluator(training).evaluate(training, rule.plain(), 1, options.seed());
        float[] gamma = new float[definition.codeSize()];
        for (int j = 0; j < gamma.length; j++) {
            gamma[j] = evaluation.meanGamma().get(j).floatValue();
        }
        return gamma;
    }
}
