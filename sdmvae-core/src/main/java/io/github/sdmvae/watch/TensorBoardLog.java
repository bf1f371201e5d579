/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.objective.LossTerms.Term;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Event files that TensorBoard shows ({@code tensorboard --logdir FOLDER}), one more for every start or resume of a training;
 * no library is needed to write them. Against the number of the step, after every epoch: {@code loss/training}, {@code
 * loss/validation}, each further term likewise ({@code reconstruction/training} …), {@code learning rate}, {@code seconds per
 * epoch}; and the step's own loss as {@code loss/step}, every so many steps.
 *
 * <p>Each training needs a folder of its own; folders beside each other are shown as runs. Files of an interrupted run stay,
 * and TensorBoard leaves out what the resumed one repeats.
 *
 * <p>A disk that cannot be written to ends the log with a warning to SLF4J, not the training.
 *
 * <p><b>Thread rule:</b> used by one training at a time, in its thread.
 */
public final class TensorBoardLog implements TrainingListener {
    private final Path folder;
    private final int everySteps;
    private final LogFile log;
    private @Nullable OutputStream out;
    private @Nullable EventWriter events;
    private int stepsPerEpoch;

    private TensorBoardLog(Path folder, int everySteps) {
        this.folder = folder;
        this.everySteps = everySteps;
        this.log = new LogFile(folder);
    }

    /**
     * A log with the loss of every hundredth step.
     *
     * @param folder of the run; made if it does not exist
     * @return the listener
     */
    public static TensorBoardLog in(Path folder) {
        return in(folder, 100);
    }

    /**
     * A log with the loss of single steps as often as wanted.
     *
     * @param folder of the run; made if it does not exist
     * @param everySteps at least 1
     * @return the listener
     * @throws IllegalArgumentException if the number is out of range
     */
    public static TensorBoardLog in(Path folder, int everySteps) {
        if (everySteps < 1) {
            throw new IllegalArgumentException("everySteps must be at least 1, got " + everySteps);
        }
        return new TensorBoardLog(Objects.requireNonNull(folder, "folder"), everySteps);
    }

    @Override
    public void onStart(int epochs, int inEpoch) {
        stepsPerEpoch = inEpoch;
        log.attempt(() -> {
            close();
            Files.createDirectories(folder);
            // The time first: TensorBoard reads a run's files in the order of their names.
            Path file = folder.resolve("events.out.tfevents."
                    + String.format("%010d", System.currentTimeMillis() / 1000) + ".sdmvae."
                    + UUID.randomUUID().toString().substring(0, 8));
            out = new BufferedOutputStream(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW));
            events = new EventWriter(out);
            events.version(now());
            out.flush();
        });
    }

    @Override
    public void onResume(Path checkpoint, int epoch, int step) {
        // Of the checkpoint's own step nothing is repeated.
        write(stream -> stream.start(now(), stepsDone(epoch, step) + 1));
    }

    @Override
    public void onStep(StepReport report) {
        long done = stepsDone(report.epoch(), report.step());
        if (done % everySteps == 0) {
            write(stream -> stream.scalars(
                    now(), done, Map.of("loss/step", report.terms().loss())));
        }
    }

    @Override
    public void onEpoch(EpochReport report) {
        Map<String, Double> values = new LinkedHashMap<>();
        put(values, "training", report.training());
        if (report.validation() != null) {
            put(values, "validation", report.validation());
        }
        values.put("learning rate", report.learningRate());
        values.put("seconds per epoch", report.seconds());
        write(stream -> stream.scalars(now(), stepsDone(report.epoch(), stepsPerEpoch), values));
    }

    private static void put(Map<String, Double> values, String data, LossTerms terms) {
        values.put("loss/" + data, terms.loss());
        for (Term term : terms.terms()) {
            values.put(term.name() + "/" + data, term.value());
        }
    }

    private long stepsDone(int epoch, int step) {
        return (epoch - 1L) * stepsPerEpoch + step;
    }

    /** What to write. */
    private interface Events {
        void to(EventWriter writer) throws IOException;
    }

    private void write(Events what) {
        log.attempt(() -> {
            if (events != null && out != null) {
                what.to(events);
                out.flush();
            }
        });
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    @Override
    public void onInterrupt(int epoch, int step) {
        log.attempt(this::close);
    }

    @Override
    public void onEnd(TrainingResult result) {
        log.attempt(this::close);
    }

    private void close() throws IOException {
        events = null;
        if (out != null) {
            out.close();
            out = null;
        }
    }
}
