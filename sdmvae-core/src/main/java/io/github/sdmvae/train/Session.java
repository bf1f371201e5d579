/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.train.CheckpointException.Reason;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a trainer: starts a run or goes on with one, with or without checkpoints.
 *
 * @param how whether to start or to go on
 * @param listeners told of everything
 * @param ending when, and with which weights
 */
record Session(Start how, List<TrainingListener> listeners, Ending ending) {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /** Whether to start or to go on. */
    enum Start {
        /** The folder must hold no checkpoints. */
        ANEW,
        /** The folder must hold checkpoints. */
        RESUME,
        /** As the folder has it. */
        EITHER
    }

    TrainingResult run(RunSetup setup) {
        warn(setup);
        if (how != Start.ANEW) {
            throw new IllegalStateException("a trainer can resume only if checkpoints(...) were set on its builder");
        }
        return run(new TrainingRun(setup), null, Recorder.NONE);
    }

    private static void warn(RunSetup setup) {
        ColumnScales.warning(setup.training(), setup.definition()).ifPresent(LOG::warn);
    }

    TrainingResult run(RunSetup setup, Checkpoints checkpoints) {
        warn(setup);
        CheckpointFile format = new CheckpointFile(RunIdentity.of(setup), setup.definition());
        Provenance provenance = Provenance.now(setup.training().description(), setup.settings());
        // Closed last: the process may end when it is.
        try (Interruption interruption = checkpoints.atInterrupt() ? Interruption.watch() : Interruption.none();
                CheckpointFolder folder = CheckpointFolder.open(checkpoints)) {
            CheckpointWriter writer = new CheckpointWriter(
                    checkpoints,
                    folder,
                    format,
                    CheckpointWriter.bestModel(setup, provenance),
                    interruption,
                    listeners);
            CheckpointFolder.Found found = find(folder, format, checkpoints.folder());
            TrainingRun run = new TrainingRun(setup);
            if (found != null) {
                run.restore(found.checkpoint());
                writer.startAt(found.checkpoint().stepsDone());
            }
            return run(run, found, writer);
        }
    }

    private CheckpointFolder.@Nullable Found find(CheckpointFolder folder, CheckpointFile format, Path path) {
        if (how == Start.ANEW) {
            if (!folder.isEmpty()) {
                throw new CheckpointException(
                        Reason.OTHER_RUN,
                        path + ": holds the checkpoints of a run already; resume it, delete them or use another folder",
                        null);
            }
            return null;
        }
        CheckpointFolder.Found found = folder.newest(format).orElse(null);
        if (found == null && how == Start.RESUME) {
            throw new CheckpointException(
                    Reason.NOTHING_TO_RESUME, path + ": holds no checkpoint to resume from", null);
        }
        return found;
    }

    private TrainingResult run(TrainingRun run, CheckpointFolder.@Nullable Found found, Recorder recorder) {
        LOG.info("training starts: {}", run);
        listeners.forEach(listener -> listener.onStart(run.epochs(), run.stepsPerEpoch()));
        if (found != null) {
            Checkpoint from = found.checkpoint();
            LOG.info("resuming from {}, epoch {}, after step {}", found.file(), from.epoch(), from.step());
            listeners.forEach(listener -> listener.onResume(found.file(), from.epoch(), from.step()));
        }
        TrainingResult result = run.run(listeners, ending, recorder);
        LOG.info("training ended: {}", result);
        listeners.forEach(listener -> listener.onEnd(result));
        return result;
    }
}
