/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.data.Frames;
import io.github.sdmvae.dictionary.Dictionary;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.likelihood.Likelihood;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.ModelDefinitionBuilder;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.objective.BetaSchedule;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.train.CheckpointException.Reason;
import io.github.sdmvae.train.Runs.Crash;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
    private static String unbroken;
    private static int unbrokenSteps;

    @TempDir
    Path folder;

    @BeforeAll
    static void train() {
        TrainingResult result = Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        // The crashes below fall before and after the best epoch.
        assertThat(result.bestEpoch()).isBetween(2, result.history().size() - 1);
        unbroken = Runs.digest(result);
        unbrokenSteps = result.history().size() * Runs.STEPS_PER_EPOCH;
    }

    private Trainer.Builder checkpointed(long everySteps) {
        return Runs.trainer().checkpoints(Checkpoints.in(folder).everySteps(everySteps));
    }

    private void crash(Trainer.Builder trainer, int steps) {
        assertThatThrownBy(() -> trainer.listener(Runs.crashAfter(steps))
                        .build()
                        .fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Crash.class);
    }

    private TrainingResult resume(Trainer.Builder trainer) {
        return trainer.build().resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
    }

    @Test
    void checkpoints_changeNothing() {
        TrainingResult result = checkpointed(2).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        assertThat(Runs.digest(result)).isEqualTo(unbroken);
    }

    @Test
    void crashAfterAnyStep_resumesToTheSameBits() throws IOException {
        for (int steps = 5; steps < unbrokenSteps; steps += 7) {
            crash(checkpointed(4), steps);
            assertThat(Runs.digest(resume(checkpointed(4))))
                    .as("%d steps", steps)
                    .isEqualTo(unbroken);
            empty();
        }
    }

    private void empty() throws IOException {
        for (Path file : files("")) {
            Files.delete(file);
        }
    }

    private List<Path> files(String containing) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().contains(containing))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void manyCrashes_resumeToTheSameBits() {
        int crashes = 0;
        for (boolean done = false; !done; ) {
            try {
                Trainer trainer = checkpointed(3)
                        .listener(Runs.crashAfter(4 + crashes % 3))
                        .build();
                String digest = Runs.digest(trainer.fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
                assertThat(digest).isEqualTo(unbroken);
                done = true;
            } catch (Crash e) {
                crashes++;
            }
        }
        assertThat(crashes).isGreaterThan(unbrokenSteps / 8);
    }

    @Test
    void referenceEngine_resumesToTheSameBits() {
        Engine reference = Engines.named("nd4j");
        String whole = Runs.digest(
                Runs.trainer().engine(reference).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
        crash(checkpointed(5).engine(reference), 23);
        assertThat(failure(() -> resume(checkpointed(5).engine(Engines.named("cpu")))))
                .hasMessageContaining("engine is cpu, the checkpoint was made with nd4j");
        assertThat(Runs.digest(resume(checkpointed(5).engine(reference)))).isEqualTo(whole);
    }

    @Test
    void withoutValidation_resumesToTheSameBits() {
        Trainer.Builder trainer = Runs.withoutPatience();
        String whole = Runs.digest(trainer.build().fit(Runs.definition(), Runs.TRAIN));
        trainer.checkpoints(Checkpoints.in(folder).everySteps(5));
        Trainer resuming = trainer.build();
        Trainer dying = trainer.listener(Runs.crashAfter(23)).build();
        assertThatThrownBy(() -> dying.fit(Runs.definition(), Runs.TRAIN)).isInstanceOf(Crash.class);
        assertThat(Runs.digest(resuming.resume(Runs.definition(), Runs.TRAIN))).isEqualTo(whole);
    }

    @Test
    void trainingFromAState_resumesToTheSameBits() {
        TrainingResult first = Runs.trainer().epochs(1).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        String whole = Runs.digest(
                Runs.trainer().build().fit(Runs.definition(), first.model().state(), Runs.TRAIN, Runs.VALIDATION));
        assertThatThrownBy(() -> checkpointed(5)
                        .listener(Runs.crashAfter(23))
                        .build()
                        .fit(Runs.definition(), first.model().state(), Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Crash.class);
        assertThat(Runs.digest(resume(checkpointed(5)))).isEqualTo(whole);
    }

    @Test
    void otherPriorsAndUpdates_resumeToTheSameBits() throws IOException {
        List<Trainer.Builder> trainers = List.of(
                Runs.trainer().gammaUpdate(GammaUpdate.inverseGamma(1, 0.1)),
                Runs.trainer().elbo(ElboStrategy.sampled(2)),
                Runs.trainer().gammaUpdate(GammaUpdate.custom(new TestParts.DoubledGamma())));
        for (Trainer.Builder trainer : trainers) {
            String whole = Runs.digest(trainer.build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
            trainer.checkpoints(Checkpoints.in(folder).everySteps(6)).stopWhen(report -> report.epoch() == 2);
            trainer.build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
            trainer.stopWhen(report -> false);
            assertThat(Runs.digest(resume(trainer))).isEqualTo(whole);
            empty();
        }
    }

    @Test
    void finishedRun_givesItsResultAgainWithoutAStep() {
        checkpointed(100).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        TrainingResult again = resume(checkpointed(100).listener(Runs.crashAfter(1)));
        assertThat(Runs.digest(again)).isEqualTo(unbroken);
    }

    @Test
    void stoppedRun_asksItsConditionAgain() {
        Trainer.Builder stopping = checkpointed(100).stopWhen(report -> report.epoch() == 2);
        TrainingResult stopped = stopping.build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        assertThat(stopped.reason()).isEqualTo(StopReason.STOP_CONDITION);
        assertThat(Runs.digest(resume(stopping))).isEqualTo(Runs.digest(stopped));
        assertThat(Runs.digest(resume(checkpointed(100)))).isEqualTo(unbroken);
    }

    @Test
    void listeners_hearOfCheckpointsAndResuming() {
        List<String> heard = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStart(int epochs, int stepsPerEpoch) {
                heard.add("start");
            }

            @Override
            public void onResume(Path checkpoint, int epoch, int step) {
                heard.add("resume " + checkpoint.getFileName() + " " + epoch + "." + step);
            }

            @Override
            public void onCheckpoint(Path checkpoint) {
                heard.add(checkpoint.getFileName().toString());
            }

            @Override
            public void onStep(StepReport report) {
                heard.add(report.epoch() + "." + report.step());
            }
        };
        crash(checkpointed(10).listener(listener), 12);
        heard.clear();
        crash(checkpointed(10).listener(listener), 12);
        assertThat(heard.subList(0, 3)).containsExactly("start", "resume checkpoint-000000000010.sdmvae 2.1", "2.2");
        assertThat(heard).contains("checkpoint-000000000020.sdmvae").doesNotContain("checkpoint-000000000010.sdmvae");
    }

    @Test
    void lastCheckpointsAndTheBest_areKept() throws IOException {
        TrainingResult result = checkpointed(4).build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        int steps = result.history().size() * Runs.STEPS_PER_EPOCH;
        List<Path> kept = files("checkpoint-");
        assertThat(kept).hasSize(2);
        assertThat(kept.get(1)).hasFileName(String.format("checkpoint-%012d.sdmvae", steps));
        Vae best = Vae.load(folder.resolve("best.sdmvae"));
        assertThat(best.state().parameters()).isEqualTo(result.model().state().parameters());
        assertThat(best.state().sharedGamma()).isEqualTo(result.model().state().sharedGamma());
        checkpointed(4).build().resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
    }

    @Test
    void keepLast_keepsAsManyAsAsked() throws IOException {
        crash(Runs.trainer().checkpoints(Checkpoints.in(folder).everySteps(1).keepLast(5)), 30);
        assertThat(files("checkpoint-")).hasSize(5);
    }

    @Test
    void delete_leavesNothingButOtherPeoplesFiles() throws IOException {
        Path run = folder.resolve("run");
        Checkpoints checkpoints = Checkpoints.in(run).everySteps(4);
        checkpoints.delete();
        crash(Runs.trainer().checkpoints(checkpoints), 10);
        Files.writeString(run.resolve("checkpoint-000000000099.sdmvae.unreadable"), "damaged");
        Path notes = Files.writeString(run.resolve("notes.txt"), "mine");
        checkpoints.delete();
        try (var left = Files.list(run)) {
            assertThat(left).containsExactly(notes);
        }
        Files.delete(notes);
        checkpoints.delete();
        assertThat(run).doesNotExist();
    }

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

    private static CheckpointException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(CheckpointException.class, call);
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

    @Test
    void settingsOutOfRange_areRefusedWithTheirValue() {
        Checkpoints settings = Checkpoints.in(folder);
        assertThatThrownBy(() -> settings.everySteps(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> settings.every(java.time.Duration.ZERO)).hasMessageContaining("got PT0S");
        assertThatThrownBy(() -> settings.keepLast(0)).hasMessage("keepLast must be at least 1, got 0");
    }

    @Test
    void due_isWhatComesFirst() {
        long second = 1_000_000_000L;
        Checkpoints byDefault = Checkpoints.in(folder);
        assertThat(byDefault.isDue(1_000_000, 599 * second)).isFalse();
        assertThat(byDefault.isDue(1, 600 * second)).isTrue();
        Checkpoints steps = byDefault.everySteps(10);
        assertThat(steps.isDue(9, 1_000_000 * second)).isFalse();
        assertThat(steps.isDue(10, 0)).isTrue();
        Checkpoints both = steps.every(java.time.Duration.ofSeconds(2));
        assertThat(both.isDue(9, 2 * second)).isTrue();
        assertThat(both.isDue(9, second)).isFalse();
    }

    @Test
    void timedCheckpoints_areWrittenWithinEpochs() {
        List<Path> written = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onCheckpoint(Path checkpoint) {
                written.add(checkpoint);
            }
        };
        Trainer trainer = Runs.trainer()
                .checkpoints(Checkpoints.in(folder).every(java.time.Duration.ofNanos(1)))
                .listener(listener)
                .build();
        TrainingResult result = trainer.fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        assertThat(written).hasSize(result.history().size() * Runs.STEPS_PER_EPOCH);
    }
}
