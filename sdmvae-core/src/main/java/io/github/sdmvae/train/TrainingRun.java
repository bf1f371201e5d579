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
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.objective.Prior;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final BestCopy best;
    private final List<EpochReport> history = new ArrayList<>();
    private int epochsWithoutGain;

    TrainingRun(
            Engine engine,
            ModelDefinition definition,
            ModelState start,
            TrainingOptions options,
            FrameSource training,
            @Nullable FrameSource validation) {
        this.engine = engine;
        this.definition = definition;
        this.options = options;
        this.training = training;
        this.validation = validation;
        boolean sampled = options.elbo().divergence() == ElboStrategy.Divergence.SAMPLED;
        this.rule = new CodeRule(definition.prior(), options.gamma(), sampled);
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
        this.best = new BestCopy(layout.length(), definition.codeSize() + 1);
    }

    TrainingResult run(List<TrainingListener> listeners, @Nullable Predicate<EpochReport> stopWhen) {
        listeners.forEach(listener -> listener.onStart(options.epochs(), step.stepsPerEpoch()));
        @Nullable Evaluator evaluator = validation == null ? null : evaluator(validation);
        StopReason reason = StopReason.ALL_EPOCHS;
        for (int epoch = 1; epoch <= options.epochs(); epoch++) {
            EpochReport report = epoch(epoch, evaluator, listeners);
            history.add(report);
            listeners.forEach(listener -> listener.onEpoch(report));
            if (stopWhen != null && stopWhen.test(report)) {
                reason = StopReason.STOP_CONDITION;
                break;
            }
            if (epochsWithoutGain >= options.patience()) {
                reason = StopReason.EARLY_STOPPING;
                break;
            }
        }
        return new TrainingResult(bestModel(), best.epoch(), reason, history);
    }

    /** With one draw per row, whatever the training does: validation losses of different settings stay comparable. */
    private Evaluator evaluator(FrameSource data) {
        int batch = Math.min(VALIDATION_BATCH, data.size());
        return new Evaluator(engine, definition, parameters, sharedGamma, batch, 1);
    }

    private EpochReport epoch(int epoch, @Nullable Evaluator evaluator, List<TrainingListener> listeners) {
        long start = System.nanoTime();
        LossTerms trained = step.epoch(epoch, listeners);
        LossTerms validated = evaluator == null ? null : validate(evaluator, epoch);
        boolean gain = validated == null || best.improves(validated.loss());
        if (gain) {
            best.take(epoch, validated == null ? Double.NaN : validated.loss(), parameters.flat(), sharedGamma);
            epochsWithoutGain = 0;
        } else {
            epochsWithoutGain++;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new EpochReport(epoch, trained, validated, step.lastRate(), seconds, gain);
    }

    private LossTerms validate(Evaluator evaluator, int epoch) {
        FrameSource data = java.util.Objects.requireNonNull(validation);
        // Full weight on the divergence even during a warm-up: losses of different epochs must be comparable.
        double beta = options.elbo().beta().at(Long.MAX_VALUE);
        LossTerms terms = evaluator.evaluate(data, rule, beta, options.seed()).terms();
        if (!terms.isFinite()) {
            throw new TrainingDivergedException(epoch, step.stepsPerEpoch(), "validation loss", terms.loss());
        }
        return terms;
    }

    private Vae bestModel() {
        parameters.flat().write(best.parameters(), 0);
        sharedGamma.write(best.sharedGamma(), 0);
        Map<String, String> settings = options.asText();
        settings.put("bestEpoch", Integer.toString(best.epoch()));
        settings.put("epochsDone", Integer.toString(history.size()));
        settings.put("engine", engine.name());
        ModelState state = ModelState.of(
                best.parameters(),
                options.gamma(),
                best.sharedGamma(),
                definition.prior() instanceof Prior.LearnedVariance ? meanGamma() : null,
                Provenance.now(training.description(), settings));
        return Vae.of(definition, state, engine);
    }

    /** γ̄ of the training data, for generating: γ itself exists per data point only. */
    private float[] meanGamma() {
        Evaluation evaluation = evaluator(training).evaluate(training, rule, 1, options.seed());
        float[] gamma = new float[definition.codeSize()];
        for (int j = 0; j < gamma.length; j++) {
            gamma[j] = evaluation.meanGamma().get(j).floatValue();
        }
        return gamma;
    }
}
