/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechModel;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.examples.output.Checksum;
import io.github.sdmvae.examples.paper.CellResult.Epoch;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.examples.training.Recipe;
import io.github.sdmvae.metrics.ActiveUnits;
import io.github.sdmvae.model.Evaluation;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Finishes cells. May be killed at any moment: a training goes on from its last checkpoint; a result is written last,
 * and what has a result is not touched again. Safe for use from several threads with different cells.
 */
final class CellRunner {
    /** What all cells learn and are scored on. */
    record Data(FrameSource train, FrameSource validation, TestSample test) {}

    private final TableSettings settings;
    private final Data data;
    private final CellStore store;
    private final TableProgress progress;
    private final Duration checkpoints;
    private final boolean alone;

    /**
     * Prepares for cells.
     *
     * @param alone whether one cell runs at a time, and may use all processors for scoring
     */
    CellRunner(
            TableSettings settings,
            Data data,
            CellStore store,
            TableProgress progress,
            Duration checkpoints,
            boolean alone) {
        this.settings = settings;
        Protocol protocol = settings.protocol();
        this.data = new Data(protocol.learned(data.train()), protocol.learned(data.validation()), data.test());
        this.store = store;
        this.progress = progress;
        this.checkpoints = checkpoints;
        this.alone = alone;
    }

    /** What a cell's figures are of; another one than that of a stored result means that the result is another's. */
    static String source(Cell cell, TableSettings settings, int inputSize) throws IOException {
        if (cell.recipe() == null) {
            return Checksum.of(Objects.requireNonNull(cell.file(), "file"));
        }
        GammaUpdate gamma = cell.recipe().gammaUpdate();
        double beta = cell.recipe().elbo().beta().validationBeta();
        return definition(cell, settings, inputSize).toJson()
                + (gamma == null ? "" : ", " + gamma.name())
                + (beta == 1 ? "" : ", \u03b2 = " + beta)
                + (cell.recipe().unitAtoms() ? ", unit atoms" : "")
                + (cell.recipe().standardisesInput() ? ", standardised input" : "");
    }

    /** Whether a stored result is of a cell; older versions wrote the definition in another form. */
    static boolean isOf(CellResult result, Cell cell, TableSettings settings, int inputSize) throws IOException {
        String older = cell.recipe() == null
                ? ""
                : definition(cell, settings, inputSize)
                                .toString()
                                .replace("[statedGamma=null]", "[]")
                                .replace(", inputTransform=null", "")
                                .replace(", dataTransform=null", "")
                        + (cell.recipe().gammaUpdate() == null ? ", ClosedForm[]" : ", Shared[decay=0.99]");
        return result.source().equals(source(cell, settings, inputSize))
                || result.source().equals(older);
    }

    private static ModelDefinition definition(Cell cell, TableSettings settings, int inputSize) {
        return Objects.requireNonNull(cell.recipe(), "recipe")
                .definition(inputSize, settings.hidden(), cell.latent(), cell.seed());
    }

    CellResult finish(Cell cell) throws IOException {
        progress.started(cell);
        CellResult result = cell.recipe() == null ? given(cell) : trained(cell);
        store.finish(cell, result);
        if (cell.recipe() != null) {
            Checkpoints.in(store.checkpoints(cell)).delete();
        }
        progress.finished(cell, result);
        return result;
    }

    private CellResult given(Cell cell) throws IOException {
        return result(cell, store.model(cell, data.test().frontEnd()), 0, "", List.of());
    }

    private CellResult trained(Cell cell) throws IOException {
        Recipe recipe = Objects.requireNonNull(cell.recipe(), "recipe");
        ModelDefinition definition =
                recipe.prepared(definition(cell, settings, data.train().width()), data.train());
        TrainingResult training = settings.protocol()
                .applyTo(recipe.applyTo(Trainer.builder()))
                .epochs(settings.maxEpochs())
                .patience(settings.patience())
                .learningRate(settings.learningRate())
                .batchSize(settings.batch())
                .seed(cell.seed())
                .checkpoints(Checkpoints.in(store.checkpoints(cell))
                        .every(checkpoints)
                        .onInterrupt())
                .listener(progress.listener(cell))
                .build()
                .fitOrResume(definition, data.train(), data.validation());
        SpeechModel model = SpeechModel.of(training.model(), data.test().frontEnd());
        model.save(store.modelFile(cell));
        return result(cell, model, training.bestEpoch(), training.reason().name(), training.history());
    }

    private CellResult result(Cell cell, SpeechModel model, int best, String ended, List<EpochReport> history)
            throws IOException {
        progress.scoring(cell);
        Evaluation validation = model.vae().evaluate(data.validation());
        return new CellResult(
                cell.id(),
                source(cell, settings, data.train().width()),
                model.vae().definition().codeSize(),
                best,
                ended,
                history.stream().mapToDouble(EpochReport::seconds).sum(),
                validation.terms().reconstruction(),
                validation.terms().divergence(),
                (int) validation.unitDivergence().stream()
                        .filter(nats -> nats > ActiveUnits.DIVERGENCE_THRESHOLD)
                        .count(),
                history.stream().map(CellRunner::epoch).toList(),
                scores(model, cell.seed()),
                CodeFigures.of(model.vae(), data.test()));
    }

    private List<UtteranceScores> scores(SpeechModel model, long seed) {
        Stream<Map.Entry<String, AudioClip>> clips = data.test().clips().entrySet().stream();
        return (alone ? clips.parallel() : clips)
                .map(e -> UtteranceScores.of(
                        e.getKey(), settings.protocol().resynthesise(model, e.getValue(), seed), model.vae()))
                .toList();
    }

    private static Epoch epoch(EpochReport report) {
        LossTerms valid = Objects.requireNonNull(report.validation(), "validation");
        return new Epoch(
                report.training().reconstruction(),
                report.training().divergence(),
                valid.reconstruction(),
                valid.divergence());
    }
}
