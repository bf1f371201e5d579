/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.options;

import io.github.sdmvae.data.FrameSource;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.train.CheckpointException;
import io.github.sdmvae.train.CheckpointException.Reason;
import io.github.sdmvae.train.Checkpoints;
import io.github.sdmvae.train.Trainer;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Trainings that go on where an earlier start of the program was interrupted: options that several examples share. */
public final class CheckpointSettings {
    private static final double MAX_MINUTES = 1e6;
    private static final double NANOSECONDS = 60e9;

    @Option(
            names = "--restart",
            description = "Train anew. Default: go on with the training that lies there, or give its result again.")
    private boolean restart;

    @Option(
            names = "--checkpoint-minutes",
            paramLabel = "X",
            defaultValue = "1",
            description =
                    "Time between checkpoints, that is, what a crash costs at most; Ctrl-C costs nothing. Default: ${DEFAULT-VALUE}.")
    private double minutes;

    /** Made by picocli, which sets the fields. */
    public CheckpointSettings() {}

    /**
     * Whether what an earlier start left is to be thrown away.
     *
     * @return of the command line
     */
    public boolean restart() {
        return restart;
    }

    /**
     * Starts the training in a folder, or goes on with it.
     *
     * @param trainer all its other settings made
     * @param folder of the checkpoints
     * @param definition what to train
     * @param train rows to train on
     * @param validation rows that choose the best epoch
     * @return what an unbroken training would have given
     * @throws IOException if the folder holds a training that this one cannot go on with
     */
    public TrainingResult fit(
            Trainer.Builder trainer, Path folder, ModelDefinition definition, FrameSource train, FrameSource validation)
            throws IOException {
        Checkpoints checkpoints = checkpoints(folder);
        if (restart) {
            checkpoints.delete();
        }
        try {
            return trainer.checkpoints(checkpoints).build().fitOrResume(definition, train, validation);
        } catch (CheckpointException e) {
            if (e.reason() == Reason.MISMATCH || e.reason() == Reason.UNREADABLE || e.reason() == Reason.NEWER) {
                throw new IOException(e.getMessage() + " (--restart trains anew)", e);
            }
            throw e;
        }
    }

    private Checkpoints checkpoints(Path folder) {
        if (!(minutes > 0 && minutes <= MAX_MINUTES)) {
            throw new IllegalArgumentException(
                    "--checkpoint-minutes must be above 0 and at most a million, got " + minutes);
        }
        return Checkpoints.in(folder)
                .every(Duration.ofNanos(Math.max(1, (long) (minutes * NANOSECONDS))))
                .onInterrupt();
    }
}
