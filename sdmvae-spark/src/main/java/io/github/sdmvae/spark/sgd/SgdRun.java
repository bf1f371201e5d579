/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.sgd;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Objective;
import io.github.sdmvae.engine.Parameters;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.Evaluator;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.spark.Processors;
import io.github.sdmvae.spark.sgd.LocalSgdResult.Costs;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingDivergedException;
import io.github.sdmvae.train.TrainingOptions;
import io.github.sdmvae.train.TrainingResult;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The driver's side: rounds, averages, validation after each epoch, the best epoch's copy, the end. */
final class SgdRun {
    private final ModelDefinition definition;
    private final TrainingOptions options;
    private final LocalSgdOptions sharing;
    private final Engine engine;
    private final FrameSource training;
    private final FrameSource validation;
    private final GammaUpdate gamma;
    private final Objective objective;
    private final Parameters parameters;
    private final Evaluator plain;
    private final Evaluator trained;
    private final int stepsPerEpoch;
    /** The driver's own among them: it averages and validates. */
    private final Set<String> processors = new TreeSet<>(Set.of(Processors.own()));

    SgdRun(
            ModelDefinition definition,
            TrainingOptions options,
            LocalSgdOptions sharing,
            Engine engine,
            FrameSource training,
            FrameSource validation) {
        this.definition = definition;
        this.options = options;
        this.sharing = sharing;
        this.engine = engine;
        this.training = training;
        this.validation = validation;
        this.gamma = options.gammaFor(definition.prior());
        this.objective = Objective.of(definition.prior(), gamma, options.elbo());
        this.parameters = engine.allocate(definition.graph(), true);
        this.stepsPerEpoch = stepsPerEpoch();
        ElboStrategy elbo = options.elbo().forValidation();
        Objective validating = Objective.of(definition.prior(), gamma, elbo);
        this.plain = Evaluator.forData(engine, definition, validating.plain(), parameters, validation);
        this.trained =
                elbo.isPlain() ? plain : Evaluator.forData(engine, definition, validating, parameters, validation);
    }

    private int stepsPerEpoch() {
        int batches = training.size() / Math.min(options.batchSize(), training.size());
        if (batches < sharing.workers()) {
            throw new IllegalArgumentException("an epoch has " + batches + " batches, fewer than the "
                    + sharing.workers() + " workers; use fewer workers or smaller batches");
        }
        return batches / sharing.workers();
    }

    SgdState initial() {
        ModelState start = ModelState.initial(definition);
        boolean moments = sharing.moments() == LocalSgdOptions.Moments.AVERAGED;
        int length = start.parameters().length;
        return SgdState.start(new RoundState(
                start.parameters(),
                new float[moments ? length : 0],
                new float[moments ? length : 0],
                start.sharedGamma()));
    }

    /** Goes on to the end. */
    LocalSgdResult run(SgdState from, Crew crew, @Nullable SgdFolder folder) throws IOException {
        SgdState state = from;
        while (state.ended() == null) {
            state = round(state, crew);
            if (folder != null) {
                folder.store(state);
            }
        }
        Processors.warnIfMixed(processors);
        TrainingResult result = new TrainingResult(
                model(state), state.bestEpoch(), Objects.requireNonNull(state.ended()), state.history());
        return new LocalSgdResult(result, state.costs());
    }

    private SgdState round(SgdState state, Crew crew) throws IOException {
        long began = System.nanoTime();
        int steps = Math.min(sharing.stepsPerRound(), stepsPerEpoch - state.stepInEpoch());
        long done = (long) state.history().size() * stepsPerEpoch + state.stepInEpoch();
        Round round = new Round(state.epoch(), state.stepInEpoch(), steps, done);
        List<WorkerReport> reports = crew.round(state.now(), round);
        long back = System.nanoTime();
        LossTerms terms = state.terms();
        double computing = 0;
        for (WorkerReport report : reports) {
            requireFinite(report, round);
            terms = sum(terms, report.terms());
            computing += report.seconds();
            processors.add(report.processor());
        }
        RoundState mean =
                RoundState.mean(reports.stream().map(WorkerReport::state).toList(), definition);
        SgdState after = advanced(state, mean, terms, steps, began);
        double inRound = (back - began) / 1e9;
        double driver = (System.nanoTime() - back) / 1e9;
        Costs costs = state.costs().plus(crew.bytes(), computing, crew.atOnce(), inRound, driver);
        return after.with(costs);
    }

    private static LossTerms sum(LossTerms sums, LossTerms more) {
        return WorkerTerms.plus(sums, more, 1);
    }

    private static void requireFinite(WorkerReport report, Round round) {
        if (!report.trouble().isEmpty()) {
            throw new TrainingDivergedException(round.epoch(), round.first() + 1, report.trouble(), Double.NaN);
        }
        if (!report.state().isFinite()) {
            throw new TrainingDivergedException(round.epoch(), round.first() + round.steps(), "parameters", Double.NaN);
        }
    }

    private SgdState advanced(SgdState state, RoundState mean, LossTerms terms, int steps, long began) {
        int step = state.stepInEpoch() + steps;
        if (step < stepsPerEpoch) {
            double seconds = state.epochSeconds() + (System.nanoTime() - began) / 1e9;
            return state.after(mean, step, terms, seconds);
        }
        return epochEnd(state, mean, terms, began);
    }

    private SgdState epochEnd(SgdState state, RoundState mean, LossTerms terms, long began) {
        mean.writeTo(parameters);
        double beta = options.elbo().forValidation().beta().validationBeta();
        LossTerms byTrained = trained.evaluate(validation, beta, options.seed()).terms();
        LossTerms byPlain = plain == trained
                ? byTrained
                : plain.evaluate(validation, beta, options.seed()).terms();
        if (!byTrained.isFinite()) {
            throw new TrainingDivergedException(state.epoch(), stepsPerEpoch, "validation loss", byTrained.loss());
        }
        boolean gain = state.best() == null || byTrained.loss() < state.bestLoss();
        int without = gain ? 0 : state.epochsWithoutGain() + 1;
        List<EpochReport> history = new ArrayList<>(state.history());
        history.add(new EpochReport(
                state.epoch(),
                terms,
                byTrained,
                byPlain,
                options.learningRate().at((long) state.epoch() * stepsPerEpoch - 1),
                state.epochSeconds() + (System.nanoTime() - began) / 1e9,
                gain));
        return new SgdState(
                mean,
                0,
                WorkerTerms.none(),
                0,
                history,
                gain ? new RoundState(mean.values(), new float[0], new float[0], mean.sharedGamma()) : state.best(),
                gain ? state.epoch() : state.bestEpoch(),
                gain ? byTrained.loss() : state.bestLoss(),
                without,
                ended(state.epoch(), without),
                state.costs());
    }

    private @Nullable StopReason ended(int epoch, int without) {
        if (without >= options.patience()) {
            return StopReason.EARLY_STOPPING;
        }
        return epoch >= options.epochs() ? StopReason.ALL_EPOCHS : null;
    }

    private Vae model(SgdState state) {
        RoundState best = Objects.requireNonNull(state.best());
        best.writeTo(parameters);
        Map<String, String> settings = options.asText(definition.prior());
        settings.put("bestEpoch", Integer.toString(state.bestEpoch()));
        settings.put("epochsDone", Integer.toString(state.history().size()));
        settings.put("engine", engine.name());
        settings.put("workers", Integer.toString(sharing.workers()));
        settings.put("stepsPerRound", Integer.toString(sharing.stepsPerRound()));
        settings.put("moments", sharing.moments().name());
        ModelState learned = ModelState.of(
                        best.values(),
                        gamma,
                        best.sharedGamma(),
                        definition.prior().learnsVariance() ? meanGamma() : null,
                        Provenance.now(training.description(), settings))
                .withElbo(options.elbo());
        return Vae.of(definition, learned, engine);
    }

    /** γ̄ of the training data, for generating. */
    private float[] meanGamma() {
        Evaluation evaluation = Evaluator.forData(engine, definition, objective.plain(), parameters, training)
                .evaluate(training, 1, options.seed());
        float[] mean = new float[definition.codeSize()];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = evaluation.meanGamma().get(j).floatValue();
        }
        return mean;
    }
}
