/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.TestParts;
import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.objective.ElboStrategy;
import io.github.sdmvae.prior.GammaUpdate;
import io.github.sdmvae.train.Runs.Crash;
import io.github.sdmvae.train.TrainingResult.StopReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That a run goes on after any crash as if there had been none, to the last bit. */
class ResumeTest extends InterruptedRuns {
    private static String unbroken;
    private static int unbrokenSteps;

    @BeforeAll
    static void train() {
        TrainingResult result = Runs.trainer().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        // The crashes below fall before and after the best epoch.
        assertThat(result.bestEpoch()).isBetween(2, result.history().size() - 1);
        unbroken = Runs.digest(result);
        unbrokenSteps = result.history().size() * Runs.STEPS_PER_EPOCH;
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
    void lastWeights_areThoseThatTheLastEpochLeft() {
        TrainingResult last = Runs.trainer().keepLast().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        int epochs = last.history().size();
        TrainingResult without = Runs.withoutPatience().epochs(epochs).build().fit(Runs.definition(), Runs.TRAIN);
        assertThat(last.model().state().parameters())
                .isEqualTo(without.model().state().parameters());
        assertThat(last.bestEpoch()).isLessThan(epochs);
        assertThat(last.model().state().provenance().training())
                .containsEntry("weights", "of the last epoch")
                .containsEntry("bestEpoch", Integer.toString(last.bestEpoch()));
    }

    @Test
    void endedRun_givesTheOtherWeightsWithoutAStep() {
        Runs.trainer()
                .checkpoints(Checkpoints.in(folder).everySteps(4))
                .build()
                .fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        String last =
                Runs.digest(Runs.trainer().keepLast().build().fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
        assertThat(Runs.digest(resume(checkpointed(4).keepLast().listener(Runs.crashAfter(1)))))
                .isEqualTo(last)
                .isNotEqualTo(unbroken);
        assertThat(Runs.digest(resume(checkpointed(4).listener(Runs.crashAfter(1)))))
                .isEqualTo(unbroken);
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
}
