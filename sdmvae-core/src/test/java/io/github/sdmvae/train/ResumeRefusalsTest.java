/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.CheckpointException.Reason;
import org.junit.jupiter.api.Test;

/** What may not be resumed, and that the message names the difference. */
class ResumeRefusalsTest extends InterruptedRuns {
    @Test
    void newRun_doesNotTouchAnotherRunsFolder() {
        crash(checkpointed(4), 10);
        assertThat(failure(() -> checkpointed(4).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)))
                .hasMessageContaining("holds the checkpoints of a run already")
                .extracting(CheckpointException::reason)
                .isEqualTo(Reason.OTHER_RUN);
    }

    @Test
    void nothingToResume_isSaid() {
        assertThat(failure(() -> resume(checkpointed(4))).reason()).isEqualTo(Reason.NOTHING_TO_RESUME);
        assertThatThrownBy(() -> resume(Runs.trainer()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("checkpoints(...)");
    }

    @Test
    void otherSettings_areRefusedByName() {
        crash(checkpointed(4), 10);
        refused(checkpointed(4).batchSize(64), "batchSize is 64, the checkpoint was made with 32");
        refused(checkpointed(4).epochs(7), "epochs is 7, the checkpoint was made with 6");
        refused(checkpointed(4).patience(4), "patience is 4, the checkpoint was made with 3");
        refused(checkpointed(4).seed(4), "seed is 4, the checkpoint was made with 3");
        refused(
                checkpointed(4).gradientClipping(Double.POSITIVE_INFINITY),
                "gradientClipping is Infinity, the checkpoint was made with 50.0");
        refused(checkpointed(4).gammaUpdate(GammaUpdate.shared(0.8)), "gammaUpdate.decay is 0.8, ");
        refused(checkpointed(4).gammaUpdate(GammaUpdate.closedForm()), "gammaUpdate.kind is closedForm, ");
        refused(checkpointed(4).elbo(ElboStrategy.sampled(1)), "divergence is SAMPLED, ");
        refused(
                checkpointed(4).learningRate(0.03),
                "learningRate at step 1 is 0.03, the checkpoint was made with 0.0301");
        refused(
                checkpointed(4).elbo(ElboStrategy.closedForm().withBeta(BetaSchedule.constant(1))),
                "beta at step 0 is 1.0, the checkpoint was made with 0.0");
    }

    private void refused(Trainer.Builder trainer, String difference) {
        CheckpointException refusal = failure(() -> resume(trainer));
        assertThat(refusal).hasMessageContaining(difference);
        assertThat(refusal.reason()).isEqualTo(Reason.MISMATCH);
    }

    @Test
    void otherModels_areRefusedByName() {
        crash(checkpointed(4), 10);
        ModelDefinitionBuilder model = Runs.definition().toBuilder();
        refused(model.seed(43).build(), "definition.seed is 43, the checkpoint was made with 42");
        model.seed(42);
        refused(model.hidden(9).build(), "definition.encoderHidden is [9], the checkpoint was made with [8]");
        model.hidden(8);
        refused(
                model.prior(Prior.learnedVariance(GammaUpdate.shared(0.9))).build(),
                "definition.prior.gammaUpdate.kind is shared, ");
        model.prior(Prior.learnedVariance());
        refused(
                model.likelihood(Likelihood.gaussian(2)).build(),
                "definition.likelihood.variance is 2.0, the checkpoint was made with none");
        model.likelihood(Likelihood.complexGaussian());
        refused(model.dictionary(Dictionary.dctWithConstant(3, 5)).build(), "definition.dictionary.kind is ");
    }

    private void refused(ModelDefinition definition, String difference) {
        assertThat(failure(() -> checkpointed(4).build().resume(definition, Runs.TRAIN, Runs.VALIDATION)))
                .hasMessageContaining(difference);
    }

    @Test
    void otherDictionaryOfTheSameShape_isRefused() {
        double[][] one = {{1, 0, 0.6}, {0, 1, 0.8}};
        double[][] two = {{1, 0, 0.8}, {0, 1, 0.6}};
        ModelDefinitionBuilder model = Runs.definition().toBuilder();
        ModelDefinition first = model.dictionary(Dictionary.of(one)).build();
        ModelDefinition second = model.dictionary(Dictionary.of(two)).build();
        Trainer stopping = checkpointed(4).stopWhen(report -> true).build();
        stopping.fit(first, Runs.TRAIN, Runs.VALIDATION);
        assertThat(failure(() -> stopping.resume(second, Runs.TRAIN, Runs.VALIDATION)))
                .hasMessageContaining("definition.dictionary.fingerprint is ");
        stopping.resume(first, Runs.TRAIN, Runs.VALIDATION);
    }

    @Test
    void otherData_isRefusedByName() {
        crash(checkpointed(4), 10);
        Frames fewer = TestParts.speechLike(299, 12, 1);
        Frames other = TestParts.speechLike(300, 12, 5);
        Trainer trainer = checkpointed(4).build();
        refused(trainer, fewer, Runs.VALIDATION, "trainingData.rows is 299, the checkpoint was made with 300");
        refused(trainer, other, Runs.VALIDATION, "trainingData.fingerprint is ");
        refused(trainer, Runs.TRAIN, other, "validationData.rows is 300, the checkpoint was made with 100");
        assertThat(failure(() -> trainer.resume(Runs.definition(), Runs.TRAIN)))
                .hasMessageContaining("validationData is none");
    }

    private static void refused(Trainer trainer, FrameSource training, FrameSource validation, String difference) {
        assertThat(failure(() -> trainer.resume(Runs.definition(), training, validation)))
                .hasMessageContaining(difference);
    }

    @Test
    void manyDifferences_areCounted() {
        crash(checkpointed(4), 10);
        assertThat(failure(() -> Trainer.builder()
                        .checkpoints(Checkpoints.in(folder))
                        .build()
                        .resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION)))
                .hasMessageContaining("epochs is 500, the checkpoint was made with 6; batchSize is 128")
                .hasMessageEndingWith("; and 5 more differences");
    }
}
