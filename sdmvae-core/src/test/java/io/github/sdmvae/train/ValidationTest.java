/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.CheckpointException.Reason;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ValidationTest {
    private static final Frames TRAIN = TestParts.speechLike(300, 12, 1);
    private static final Frames VALIDATION = TestParts.speechLike(100, 12, 2);

    @TempDir
    Path folder;

    private static ModelDefinition definition() {
        return ModelDefinition.builder()
                .inputSize(12)
                .hidden(8)
                .latentSize(4)
                .prior(Prior.standardNormal())
                .build();
    }

    /** The evaluation's noise has the definition's seed, validation's the trainer's: both are 1. */
    private static Trainer.Builder trainer(ElboStrategy elbo) {
        return Trainer.builder().epochs(4).batchSize(32).learningRate(5e-3).elbo(elbo);
    }

    static List<ElboStrategy> others() {
        return List.of(
                ElboStrategy.importanceWeighted(5),
                ElboStrategy.importanceWeighted(1),
                ElboStrategy.importanceWeighted(40).withBeta(BetaSchedule.warmUp(10, 0.5)),
                ElboStrategy.sampled(5),
                ElboStrategy.sampled(3).withFreeBits(0.3),
                ElboStrategy.closedForm().withSamples(2));
    }

    @ParameterizedTest
    @MethodSource("others")
    void validation_goesByTheTrainedBound_andTheHistoryHoldsThePlainOne(ElboStrategy elbo) {
        TrainingResult result = trainer(elbo).build().fit(definition(), TRAIN, VALIDATION);
        Vae model = result.model();
        EpochReport best = result.history().get(result.bestEpoch() - 1);
        ElboStrategy trained = elbo.withFreeBits(0);
        assertThat(best.validation()).isEqualTo(model.evaluate(VALIDATION).terms());
        assertThat(best.validation())
                .isEqualTo(model.evaluate(VALIDATION, trained).terms());
        boolean integrated = elbo.divergence() == ElboStrategy.Divergence.CLOSED_FORM;
        ElboStrategy plain = (integrated ? ElboStrategy.closedForm() : ElboStrategy.sampled(1)).withBeta(elbo.beta());
        assertThat(best.plainValidation())
                .isEqualTo(model.evaluate(VALIDATION, plain).terms())
                .isNotEqualTo(best.validation());
    }

    static List<ElboStrategy> plain() {
        return List.of(
                ElboStrategy.asPublished(),
                ElboStrategy.sampled(1),
                ElboStrategy.closedForm().withBeta(BetaSchedule.warmUp(10, 0.5)),
                ElboStrategy.asPublished().withFreeBits(0.3));
    }

    @ParameterizedTest
    @MethodSource("plain")
    void trainingWithOneDraw_isEvaluatedOnce(ElboStrategy elbo) {
        TrainingResult result = trainer(elbo).build().fit(definition(), TRAIN, VALIDATION);
        assertThat(result.history())
                .allSatisfy(e -> assertThat(e.plainValidation()).isSameAs(e.validation()));
        EpochReport best = result.history().get(result.bestEpoch() - 1);
        assertThat(result.model().evaluate(VALIDATION).terms()).isEqualTo(best.validation());
    }

    @Test
    void withoutValidation_thereIsNeitherBound() {
        TrainingResult result =
                trainer(ElboStrategy.importanceWeighted(3)).build().fit(definition(), TRAIN);
        assertThat(result.history()).allMatch(e -> e.validation() == null && e.plainValidation() == null);
        assertThat(result.model().state().elbo()).isEqualTo(ElboStrategy.importanceWeighted(3));
    }

    /** A bound of twenty draws is tighter than the plain one of the same model, by far more than its noise. */
    @Test
    void moreImportanceWeightedDraws_tightenTheBound() {
        Vae model = trainer(ElboStrategy.asPublished())
                .build()
                .fit(definition(), TRAIN, VALIDATION)
                .model();
        double plain = loss(model.evaluate(VALIDATION, ElboStrategy.sampled(1)).terms());
        double one = loss(
                model.evaluate(VALIDATION, ElboStrategy.importanceWeighted(1)).terms());
        double twenty = loss(
                model.evaluate(VALIDATION, ElboStrategy.importanceWeighted(20)).terms());
        assertThat(one).isCloseTo(plain, within(1e-5 * Math.abs(plain)));
        assertThat(twenty).isLessThan(plain - 0.1);
        assertThat(model.logLikelihood(VALIDATION, 20, 1).mean()
                        + model.evaluate(VALIDATION).constant())
                .isCloseTo(-twenty, within(1e-5 * Math.abs(plain)));
        assertThatThrownBy(() -> model.evaluate(VALIDATION, null)).isInstanceOf(NullPointerException.class);
    }

    private static double loss(LossTerms terms) {
        return terms.loss();
    }

    @Test
    void bestEpochAndPatience_followTheTrainedBound() {
        ElboStrategy elbo = ElboStrategy.importanceWeighted(20);
        TrainingResult result = trainer(elbo)
                .epochs(60)
                .learningRate(2e-2)
                .patience(4)
                .build()
                .fit(definition(), TestParts.speechLike(64, 12, 1), VALIDATION);
        assertThat(result.reason()).isEqualTo(StopReason.EARLY_STOPPING);
        assertThat(result.bestEpoch()).isEqualTo(lowest(result, EpochReport::validation));
        assertThat(result.history()).hasSize(result.bestEpoch() + 4);
        // Else this would not tell the bounds apart.
        assertThat(lowest(result, EpochReport::plainValidation)).isNotEqualTo(result.bestEpoch());
    }

    private static int lowest(TrainingResult result, Function<EpochReport, LossTerms> loss) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (EpochReport report : result.history()) {
            double here = Objects.requireNonNull(loss.apply(report)).loss();
            if (here < least) {
                least = here;
                best = report.epoch();
            }
        }
        return best;
    }

    @Test
    void patienceWithoutValidationData_isRefused() {
        Trainer patient = trainer(ElboStrategy.asPublished()).patience(7).build();
        assertThatThrownBy(() -> patient.fit(definition(), TRAIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patience was set to 7, but without validation data");
        assertThat(patient.fit(definition(), TRAIN, VALIDATION).history()).hasSize(4);
        assertThat(trainer(ElboStrategy.asPublished())
                        .build()
                        .fit(definition(), TRAIN)
                        .history())
                .hasSize(4);
    }

    @Test
    void betaForValidation_isCheckedBeforeTraining() {
        BetaSchedule negative = new BetaSchedule() {
            @Override
            public double at(long step) {
                return 1;
            }

            @Override
            public double validationBeta() {
                return -1;
            }
        };
        assertThatThrownBy(() -> ElboStrategy.asPublished().withBeta(negative))
                .hasMessage("the validation's beta must be finite and at least 0, got -1.0");
    }

    @Test
    void weightedTraining_resumesToTheSameBits() {
        Trainer.Builder trainer = trainer(ElboStrategy.importanceWeighted(3));
        String whole = Runs.digest(trainer.build().fit(definition(), TRAIN, VALIDATION));
        Trainer resuming = checkpointed();
        crash();
        assertThat(Runs.digest(resuming.resume(definition(), TRAIN, VALIDATION)))
                .isEqualTo(whole);
    }

    private Trainer checkpointed() {
        return trainer(ElboStrategy.importanceWeighted(3))
                .checkpoints(Checkpoints.in(folder).everySteps(5))
                .build();
    }

    private void crash() {
        Trainer dying = trainer(ElboStrategy.importanceWeighted(3))
                .checkpoints(Checkpoints.in(folder).everySteps(5).keepLast(1))
                .listener(Runs.crashAfter(21))
                .build();
        assertThatThrownBy(() -> dying.fit(definition(), TRAIN, VALIDATION)).isInstanceOf(Runs.Crash.class);
    }

    /** As versions wrote it that validated every run by the plain bound. */
    @Test
    void runValidatedByThePlainBound_isRefusedWithTheDifferenceNamed() throws IOException {
        crash();
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("checkpoint-000000000020.sdmvae"))) {
            Path json = zip.getPath("checkpoint.json");
            String text = Files.readString(json, StandardCharsets.UTF_8);
            String before = text.replaceFirst("\"validationBound\": \"the trained one\",\\s*", "");
            assertThat(before).isNotEqualTo(text);
            Files.writeString(json, before);
        }
        CheckpointException refusal = catchThrowableOfType(
                CheckpointException.class, () -> checkpointed().resume(definition(), TRAIN, VALIDATION));
        assertThat(refusal.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(refusal)
                .hasMessageEndingWith(
                        ": validationBound is the trained one, the checkpoint was made with the plain one");
    }
}
