/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When checkpoints are written, which are kept, and what is deleted. */
class CheckpointsTest extends InterruptedRuns {
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
    void settingsOutOfRange_areRefusedWithTheirValue() {
        Checkpoints settings = Checkpoints.in(folder);
        assertThatThrownBy(() -> settings.everySteps(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> settings.every(Duration.ZERO)).hasMessageContaining("got PT0S");
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
        Checkpoints both = steps.every(Duration.ofSeconds(2));
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
                .checkpoints(Checkpoints.in(folder).every(Duration.ofNanos(1)))
                .listener(listener)
                .build();
        TrainingResult result = trainer.fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        assertThat(written).hasSize(result.history().size() * Runs.STEPS_PER_EPOCH);
    }
}
