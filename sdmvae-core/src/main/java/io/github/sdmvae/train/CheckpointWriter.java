/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.model.ModelState;
import io.github.sdmvae.model.Provenance;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.train.CheckpointException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes checkpoints when they are due, and deals with those that cannot be written. */
final class CheckpointWriter implements Recorder {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointWriter.class);

    private final Checkpoints options;
    private final CheckpointFolder folder;
    private final CheckpointFile format;
    private final List<TrainingListener> listeners;
    private final BestModel bestModel;
    private final Interruption interruption;
    private long lastStep;
    private long lastTime = System.nanoTime();
    private int bestEpochWritten;

    /** Saves the best weights as a model. */
    @FunctionalInterface
    interface BestModel {
        void save(Checkpoint.Best best, Path file) throws IOException;
    }

    CheckpointWriter(
            Checkpoints options,
            CheckpointFolder folder,
            CheckpointFile format,
            BestModel bestModel,
            Interruption interruption,
            List<TrainingListener> listeners) {
        this.options = options;
        this.folder = folder;
        this.format = format;
        this.bestModel = bestModel;
        this.interruption = interruption;
        this.listeners = listeners;
    }

    static BestModel bestModel(RunSetup setup, Provenance provenance) {
        return (best, file) -> {
            Weights w = best.weights();
            ModelState state = ModelState.of(w.parameters(), setup.gamma(), w.sharedGamma(), null, provenance)
                    .withElbo(setup.options().elbo());
            Vae.of(setup.definition(), state, setup.engine()).save(file);
        };
    }

    /** Counts from where the run resumes. */
    void startAt(long stepsDone) {
        lastStep = stepsDone;
    }

    @Override
    public void offer(long stepsDone, boolean ended, Supplier<Checkpoint> state) {
        boolean interrupted = !ended && interruption.isWanted();
        if (!ended && !interrupted && !options.isDue(stepsDone - lastStep, System.nanoTime() - lastTime)) {
            return;
        }
        Checkpoint checkpoint = state.get();
        // Weights that have become NaN are no place to go on from; the next step will report them.
        if (checkpoint.now().isFinite()) {
            write(checkpoint, ended);
        }
        lastStep = stepsDone;
        lastTime = System.nanoTime();
        if (interrupted) {
            listeners.forEach(listener -> listener.onInterrupt(checkpoint.epoch(), checkpoint.step()));
            throw new CheckpointException(
                    Reason.INTERRUPTED,
                    options.folder() + ": the training was interrupted after step " + stepsDone
                            + "; it can be resumed from the newest checkpoint there",
                    null);
        }
    }

    private void write(Checkpoint checkpoint, boolean ended) {
        Path file = folder.fileAt(checkpoint.stepsDone());
        try {
            folder.store(file, path -> format.write(path, checkpoint));
            writeBest(checkpoint);
        } catch (IOException e) {
            failed(file, e, ended);
            return;
        }
        LOG.debug("checkpoint {}", file);
        listeners.forEach(listener -> listener.onCheckpoint(file));
    }

    private void writeBest(Checkpoint checkpoint) throws IOException {
        Checkpoint.Best best = checkpoint.best();
        if (best != null && best.epoch() != bestEpochWritten && best.weights().isFinite()) {
            bestModel.save(best, folder.best());
            bestEpochWritten = best.epoch();
        }
    }

    private void failed(Path file, IOException e, boolean ended) {
        LOG.warn("a checkpoint could not be written: {}", e.toString());
        listeners.forEach(listener -> listener.onCheckpointFailed(file, e));
        // At the end there is nothing left to stop; throwing would lose the result.
        if (options.onFailure() == Checkpoints.OnFailure.STOP && !ended) {
            throw new CheckpointException(
                    Reason.WRITE,
                    file + ": the checkpoint could not be written, the training stops: " + e.getMessage(),
                    e);
        }
    }
}
