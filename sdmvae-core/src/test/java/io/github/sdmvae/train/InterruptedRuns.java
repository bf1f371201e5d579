/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.train.Runs.Crash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/** Small runs with checkpoints in a folder of their own, and ways to end them. */
abstract class InterruptedRuns {
    @TempDir
    Path folder;

    Trainer.Builder checkpointed(long everySteps) {
        return Runs.trainer().checkpoints(Checkpoints.in(folder).everySteps(everySteps));
    }

    void crash(Trainer.Builder trainer, int steps) {
        assertThatThrownBy(() -> trainer.listener(Runs.crashAfter(steps))
                        .build()
                        .fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Crash.class);
    }

    TrainingResult resume(Trainer.Builder trainer) {
        return trainer.build().resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
    }

    void empty() throws IOException {
        for (Path file : files("")) {
            Files.delete(file);
        }
    }

    List<Path> files(String containing) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().contains(containing))
                    .sorted()
                    .toList();
        }
    }

    static CheckpointException failure(ThrowingCallable call) {
        return catchThrowableOfType(CheckpointException.class, call);
    }
}
