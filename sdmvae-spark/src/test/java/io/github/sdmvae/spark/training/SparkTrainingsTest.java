/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.spark.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.spark.FrameData;
import io.github.sdmvae.spark.Small;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.LearningRate;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingOptions;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkTrainingsTest {
    @TempDir
    private Path folder;

    private FrameData train;
    private FrameData valid;

    @BeforeEach
    void data() throws IOException {
        train = FrameData.write(Small.rows(200, 1), folder.resolve("train.npy"));
        valid = FrameData.write(Small.rows(50, 2), folder.resolve("valid.npy"));
    }

    private TrainingJob job(String name, long seed) {
        return new TrainingJob(name, Small.definition(seed), Small.options(4, seed), train, valid);
    }

    private static Trainer.Builder trainer(TrainingOptions options) {
        return Trainer.builder()
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .learningRate(options.learningRate())
                .elbo(options.elbo())
                .seed(options.seed());
    }

    private static TrainingResult here(TrainingJob job) throws IOException {
        return trainer(job.options())
                .build()
                .fit(job.definition(), job.training().open(), job.validation().open());
    }

    private List<TrainingOutcome> run(List<TrainingJob> jobs) throws IOException {
        return SparkTrainings.in(folder.resolve("jobs")).run(Small.spark(), jobs);
    }

    @Test
    void seedsAndFolds_areThoseOfALocalTrainer() throws IOException {
        TrainingJob fold = new TrainingJob(
                "fold-1", Small.definition(5), Small.options(3, 5), train.fold(1, 3), train.heldOut(1, 3));
        List<TrainingJob> jobs = List.of(job("one", 1), job("two", 2), fold);
        List<TrainingOutcome> outcomes = run(jobs);
        assertThat(outcomes).extracting(TrainingOutcome::name).containsExactly("one", "two", "fold-1");
        for (int i = 0; i < jobs.size(); i++) {
            TrainingResult expected = here(jobs.get(i));
            TrainingOutcome outcome = outcomes.get(i);
            assertThat(outcome.isSuccess()).as(outcome.failure()).isTrue();
            Small.assertSame(Vae.load(outcome.model()), expected.model());
            assertThat(outcome.bestEpoch()).isEqualTo(expected.bestEpoch());
            assertThat(outcome.losses())
                    .containsExactlyElementsOf(expected.history().stream()
                            .map(report -> report.validation().loss())
                            .toList());
        }
        assertThat(train.fold(1, 3).open().size() + train.heldOut(1, 3).open().size())
                .isEqualTo(200);
    }

    @Test
    void schedules_areSent() throws IOException {
        TrainingOptions options = new TrainingOptions(
                3,
                16,
                LearningRate.cosine(3e-3, 30),
                5,
                2,
                null,
                ElboStrategy.sampled(2).withBeta(BetaSchedule.warmUp(20, 0.8)).withFreeBits(0.01),
                9);
        TrainingJob job = new TrainingJob("schedules", Small.definition(3), options, train, valid);
        TrainingResult expected = trainer(options)
                .gradientClipping(2)
                .patience(5)
                .build()
                .fit(job.definition(), train.open(), valid.open());
        Small.assertSame(Vae.load(run(List.of(job)).get(0).model()), expected.model());
    }

    @Test
    void finishedJobs_areNotDoneAgain() throws IOException {
        TrainingOutcome first = run(List.of(job("one", 1))).get(0);
        byte[] bytes = Files.readAllBytes(first.model());
        Object written = Files.getLastModifiedTime(first.model());
        List<TrainingOutcome> again = run(List.of(job("one", 1), job("two", 2)));
        assertThat(again.get(0)).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(first.model())).isEqualTo(written);
        assertThat(Files.readAllBytes(first.model())).isEqualTo(bytes);
        assertThat(folder.resolve("jobs/one/checkpoints")).doesNotExist();
    }

    @Test
    void aJobThatWasInterrupted_goesOnFromItsCheckpoint() throws IOException {
        TrainingJob job = job("killed", 7);
        Path checkpoints = folder.resolve("jobs/killed/checkpoints");
        Files.createDirectories(checkpoints.getParent());
        // What a lost executor leaves: checkpoints in the middle of an epoch, no result.
        int[] steps = {0};
        assertThatThrownBy(() -> trainer(job.options())
                        .checkpoints(Checkpoints.in(checkpoints).everySteps(7))
                        .listener(new TrainingListener() {
                            @Override
                            public void onStep(StepReport report) {
                                if (++steps[0] == 20) {
                                    throw new IllegalStateException("lost");
                                }
                            }
                        })
                        .build()
                        .fit(job.definition(), train.open(), valid.open()))
                .hasMessage("lost");
        Small.assertSame(Vae.load(run(List.of(job)).get(0).model()), here(job).model());
    }

    @Test
    void aJobThatFails_leavesTheOthersAlone() throws IOException {
        TrainingOptions wild = new TrainingOptions(
                4, 16, LearningRate.constant(1e30), 20, Double.POSITIVE_INFINITY, null, ElboStrategy.asPublished(), 1);
        FrameData missing = FrameData.of(folder.resolve("missing.npy"));
        List<TrainingOutcome> outcomes = run(List.of(
                new TrainingJob("wild", Small.definition(1), wild, train, valid),
                new TrainingJob("missing", Small.definition(1), Small.options(1, 1), missing, valid),
                job("good", 1)));
        assertThat(outcomes.get(0).failure()).contains("lower learning rate");
        assertThat(outcomes.get(1).failure()).contains("missing.npy");
        assertThat(outcomes.get(2).isSuccess()).isTrue();
    }

    @Test
    void anotherJobOfTheName_isRefused() throws IOException {
        run(List.of(job("one", 1)));
        assertThat(run(List.of(job("one", 2))).get(0).failure()).contains("another job of this name");
        assertThatThrownBy(() -> run(List.of(job("same", 1), job("same", 2)))).hasMessageContaining("'same'");
    }

    @Test
    void whatCannotBeSent_isRefusedByName() {
        TrainingOptions own = new TrainingOptions(
                1, 16, step -> 1e-3, 20, Double.POSITIVE_INFINITY, null, ElboStrategy.asPublished(), 1);
        assertThatThrownBy(() -> run(List.of(new TrainingJob("own", Small.definition(1), own, train, valid))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learningRate");
        ModelDefinition definition = Small.definition(1);
        assertThatThrownBy(() -> new TrainingJob("../up", definition, Small.options(1, 1), train, valid))
                .hasMessageContaining("../up");
    }
}
