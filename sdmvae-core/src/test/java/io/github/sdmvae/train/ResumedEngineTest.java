/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Engines;
import io.github.sdmvae.train.CheckpointException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resume takes the engine that its checkpoint names. */
class ResumedEngineTest {
    private static final String PROPERTY = "sdmvae.engine";

    @TempDir
    Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(PROPERTY);
    }

    private Trainer.Builder trainer() {
        return Runs.trainer().checkpoints(Checkpoints.in(folder).everySteps(5));
    }

    private void crash(String engine) {
        Trainer dying = trainer()
                .engine(Engines.named(engine))
                .listener(Runs.crashAfter(12))
                .build();
        assertThatThrownBy(() -> dying.fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION))
                .isInstanceOf(Runs.Crash.class);
    }

    private static String unbroken(String engine) {
        Trainer trainer = Runs.trainer().engine(Engines.named(engine)).build();
        return Runs.digest(trainer.fit(Runs.definition(), Runs.TRAIN, Runs.VALIDATION));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "host", "elsewhere"})
    void trainerWithoutAnEngine_takesTheOneOfTheCheckpoint(String engine) {
        // Neither the standard engine nor the one that the property names counts, then.
        System.setProperty(PROPERTY, engine.equals("host") ? "cpu" : "host");
        crash(engine);
        TrainingResult result = trainer().build().resume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
        assertThat(result.model().engine()).isSameAs(Engines.named(engine));
        assertThat(Runs.digest(result)).isEqualTo(unbroken(engine));
    }

    @Test
    void fitOrResume_takesIt_andWithoutACheckpointTheStandardEngine() {
        System.setProperty(PROPERTY, "host");
        assertThat(fitOrResume(trainer().stopWhen(report -> true))
                        .model()
                        .engine()
                        .name())
                .isEqualTo("host");
        System.clearProperty(PROPERTY);
        TrainingResult result = fitOrResume(trainer());
        assertThat(result.model().engine().name()).isEqualTo("host");
        assertThat(Runs.digest(result)).isEqualTo(unbroken("host"));
    }

    private static TrainingResult fitOrResume(Trainer.Builder trainer) {
        return trainer.build().fitOrResume(Runs.definition(), Runs.TRAIN, Runs.VALIDATION);
    }

    @Test
    void damagedNewestCheckpoint_doesNotHideTheEngine() throws IOException {
        crash("host");
        Files.writeString(folder.resolve("checkpoint-000000009999.sdmvae"), "PK and then nothing");
        assertThat(Runs.digest(fitOrResume(trainer()))).isEqualTo(unbroken("host"));
    }

    @Test
    void anotherEngineThanTheCheckpoints_isRefused() {
        crash("host");
        CheckpointException refusal = refusal(trainer().engine(Engines.named("cpu")));
        assertThat(refusal.reason()).isEqualTo(Reason.MISMATCH);
        assertThat(refusal).hasMessageContaining("engine is cpu, the checkpoint was made with host");
    }

    private static CheckpointException refusal(Trainer.Builder trainer) {
        return catchThrowableOfType(CheckpointException.class, () -> fitOrResume(trainer));
    }

    @Test
    void engineThatCannotBeHad_isNamedWithTheReasonAndWhatToDo() throws IOException {
        crash("host");
        try (var files = Files.newDirectoryStream(folder, "checkpoint-*.sdmvae")) {
            for (Path file : files) {
                try (FileSystem zip = FileSystems.newFileSystem(file)) {
                    Path json = zip.getPath("checkpoint.json");
                    String text = Files.readString(json, StandardCharsets.UTF_8);
                    Files.writeString(json, text.replace("\"engine\": \"host\"", "\"engine\": \"tpu\""));
                }
            }
        }
        CheckpointException refusal = refusal(trainer());
        assertThat(refusal.reason()).isEqualTo(Reason.ENGINE);
        assertThat(refusal)
                .hasMessageContaining(folder + ": the run was made with the engine 'tpu'")
                .hasMessageContaining("there is no engine named 'tpu' on the class path; there are cpu")
                .hasMessageContaining("Provide that engine, or set it by the trainer's engine(...), and resume")
                .hasCauseInstanceOf(EngineUnavailableException.class);
    }
}
