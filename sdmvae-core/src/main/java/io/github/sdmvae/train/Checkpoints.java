/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how often a {@link Trainer} writes down everything it needs to go on after a crash. Immutable.
 *
 * <pre>{@code
 * Trainer trainer = Trainer.builder()
 *         .checkpoints(Checkpoints.in(Path.of("run")).every(Duration.ofMinutes(5)))
 *         .build();
 * TrainingResult result = trainer.fitOrResume(definition, train, validation);
 * }</pre>
 *
 * <p>The folder belongs to one run. In it lie
 *
 * <ul>
 *   <li>{@code checkpoint-<step>.sdmvae}, the last few checkpoints, names in the order of the training steps;
 *   <li>{@code best.sdmvae}, the best parameters at the time of the last checkpoint as a model for
 *       {@link io.github.sdmvae.model.Vae#load Vae.load} (every checkpoint holds them, too). It encodes and decodes;
 *       the variances for generating are measured at the end of the training only;
 *   <li>{@code checkpoints.lock}, which keeps a second trainer out, in this process or another. The operating system
 *       releases it when a process dies.
 * </ul>
 *
 * <p>A checkpoint is written aside, flushed to the disk and renamed, and its folder is flushed: whatever happens in
 * between, the checkpoints before it stay as they were. It is a zip of {@code checkpoint.json} and one {@code .npy}
 * per array, which {@code numpy.load} opens; no Java serialization. The disk needs room for one checkpoint more than are
 * kept.
 *
 * @param folder one per run; made if it does not exist
 * @param everySteps training steps between checkpoints; 0 if only time counts
 * @param every time between checkpoints; null if only steps count (ten minutes if there are none either)
 * @param keepLast how many checkpoints are kept, at least 1
 * @param onFailure what to do when a checkpoint cannot be written
 * @param atInterrupt whether a signal to end makes the training write a checkpoint first
 */
public record Checkpoints(
        Path folder,
        long everySteps,
        @Nullable Duration every,
        int keepLast,
        OnFailure onFailure,
        boolean atInterrupt) {
    private static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(10);

    /**
     * What to do when a checkpoint cannot be written in mid-run: the disk is full, read-only or gone. Either way the
     * earlier checkpoints stay, and listeners hear of it by {@link TrainingListener#onCheckpointFailed}.
     */
    public enum OnFailure {
        /** Train on; try again when the next checkpoint is due. */
        CONTINUE,
        /** End the training with a {@link CheckpointException}; it can be resumed from the checkpoint before. */
        STOP
    }

    /**
     * Checks the ranges.
     *
     * @param folder one per run; made if it does not exist
     * @param everySteps training steps between checkpoints; 0 if only time counts
     * @param every time between checkpoints; null if only steps count
     * @param keepLast how many checkpoints are kept, at least 1
     * @param onFailure what to do when a checkpoint cannot be written
     * @param atInterrupt whether a signal to end makes the training write a checkpoint first
     * @throws IllegalArgumentException naming the value, if one is out of range
     */
    public Checkpoints {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(onFailure, "onFailure");
        if (everySteps < 0) {
            throw new IllegalArgumentException("everySteps must be at least 1, or 0 for never, got " + everySteps);
        }
        if (every != null && (every.isNegative() || every.isZero())) {
            throw new IllegalArgumentException("the time between checkpoints must be above zero, got " + every);
        }
        if (keepLast < 1) {
            throw new IllegalArgumentException("keepLast must be at least 1, got " + keepLast);
        }
    }

    /**
     * Checkpoints every ten minutes, of which the last two are kept; the training goes on if one cannot be written.
     *
     * @param folder one per run; made if it does not exist
     * @return the settings
     */
    public static Checkpoints in(Path folder) {
        return new Checkpoints(folder, 0, null, 2, OnFailure.CONTINUE, false);
    }

    /**
     * The same settings with a checkpoint every so many steps, within epochs, too. With {@link #every(Duration)} as
     * well, whatever comes first counts.
     *
     * @param steps at least 1; 0 for never
     * @return new settings
     */
    public Checkpoints everySteps(long steps) {
        return new Checkpoints(folder, steps, every, keepLast, onFailure, atInterrupt);
    }

    /**
     * The same settings with a checkpoint after so much time, within epochs, too. Default: ten minutes, unless steps
     * are set.
     *
     * @param interval above zero
     * @return new settings
     */
    public Checkpoints every(Duration interval) {
        return new Checkpoints(
                folder, everySteps, Objects.requireNonNull(interval, "interval"), keepLast, onFailure, atInterrupt);
    }

    /**
     * The same settings with another number of checkpoints to keep. Default: 2.
     *
     * @param checkpoints at least 1
     * @return new settings
     */
    public Checkpoints keepLast(int checkpoints) {
        return new Checkpoints(folder, everySteps, every, checkpoints, onFailure, atInterrupt);
    }

    /**
     * The same settings with another answer to failure. Default: {@link OnFailure#CONTINUE}.
     *
     * @param answer what to do
     * @return new settings
     */
    public Checkpoints onFailure(OnFailure answer) {
        return new Checkpoints(folder, everySteps, every, keepLast, answer, atInterrupt);
    }

    /**
     * The same settings with a checkpoint when the process is told to end: by Ctrl-C, SIGTERM or {@code System.exit} in
     * another thread. The training stops after the running step, writes a checkpoint, tells
     * {@link TrainingListener#onInterrupt} and throws a {@link CheckpointException} with
     * {@link CheckpointException.Reason#INTERRUPTED}; the end of the process waits for that, half a minute at most. A
     * second Ctrl-C ends at once. Default: off, and then the library installs no shutdown hook.
     *
     * @return new settings
     */
    public Checkpoints onInterrupt() {
        return new Checkpoints(folder, everySteps, every, keepLast, onFailure, true);
    }

    /**
     * Deletes the run: to be called when its result is safe, that is, saved. Only files of checkpoints are deleted, and
     * the folder if nothing else is in it. Does nothing if there is no folder.
     *
     * @throws CheckpointException if a trainer is using the folder
     * @throws IOException if a file cannot be deleted
     */
    public void delete() throws IOException {
        if (Files.isDirectory(folder)) {
            CheckpointFolder.delete(this);
        }
    }

    /** The engine that the run in the folder was made with; the standard one if there is none. */
    Engine engine() {
        String name = CheckpointFolder.engine(folder).orElse(null);
        if (name == null) {
            return Engines.standard();
        }
        try {
            return Engines.named(name);
        } catch (EngineUnavailableException e) {
            throw new CheckpointException(
                    CheckpointException.Reason.ENGINE,
                    folder + ": the run was made with the engine '" + name + "': " + e.getMessage()
                            + ". Provide that engine, or set it by the trainer's engine(...), and resume; or delete the"
                            + " checkpoints and start anew with another",
                    e);
        }
    }

    boolean isDue(long steps, long nanoseconds) {
        if (everySteps > 0 && steps >= everySteps) {
            return true;
        }
        Duration interval = every == null && everySteps == 0 ? DEFAULT_INTERVAL : every;
        return interval != null && nanoseconds / 1e9 >= interval.toNanos() / 1e9;
    }
}
