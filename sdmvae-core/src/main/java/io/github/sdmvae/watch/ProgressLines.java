/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.watch;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Prints how a training goes, with the loss by term and the time left: a line after the first epoch, then as often as wanted,
 * within long epochs too, and one at the end.
 *
 * <pre>{@code
 * epoch 7/100, training loss -850.2 = reconstruction -890.4 + divergence 40.2, validation loss -846.0 = …; at most 3 min left
 * }</pre>
 *
 * <p><b>Thread rule:</b> used by one training at a time, in its thread.
 */
public final class ProgressLines implements TrainingListener {
    private final PrintStream out;
    private final long interval;
    private final LongSupplier clock;
    private int epochs;
    private int stepsPerEpoch;
    private long stepsBefore;
    private long steps;
    private long started;
    private long shown;

    private ProgressLines(PrintStream out, long interval, LongSupplier clock) {
        this.out = out;
        this.interval = interval;
        this.clock = clock;
    }

    /**
     * Lines at most every two seconds.
     *
     * @param out where to, for instance {@code System.err}; it stays open
     * @return the listener
     */
    public static ProgressLines to(PrintStream out) {
        return to(out, Duration.ofSeconds(2));
    }

    /**
     * Lines as often as wanted.
     *
     * @param out where to; it stays open
     * @param interval least time between two lines, zero for one after every step and epoch
     * @return the listener
     * @throws IllegalArgumentException if the interval is negative
     */
    public static ProgressLines to(PrintStream out, Duration interval) {
        return to(out, interval, System::nanoTime);
    }

    /** With another clock, in nanoseconds. */
    static ProgressLines to(PrintStream out, Duration interval, LongSupplier clock) {
        if (interval.isNegative()) {
            throw new IllegalArgumentException("the time between two lines must be at least zero, got " + interval);
        }
        return new ProgressLines(Objects.requireNonNull(out, "out"), interval.toNanos(), clock);
    }

    @Override
    public void onStart(int maximum, int inEpoch) {
        epochs = maximum;
        stepsPerEpoch = inEpoch;
        stepsBefore = 0;
        steps = 0;
        started = clock.getAsLong();
        shown = started;
    }

    @Override
    public void onResume(Path checkpoint, int epoch, int step) {
        stepsBefore = (epoch - 1L) * stepsPerEpoch + step;
        out.println("resuming from " + checkpoint + ", " + (epoch - 1) + " of at most " + epochs + " epochs done"
                + (step == 0 ? "" : " and " + step + " steps of the next"));
    }

    @Override
    public void onStep(StepReport report) {
        steps++;
        // The last step's line would come before its epoch's, which says more.
        if (report.step() < report.steps() && isDue()) {
            line(position(report.epoch()) + ", step " + report.step() + "/" + report.steps() + ", training "
                    + report.terms());
        }
    }

    @Override
    public void onEpoch(EpochReport report) {
        if (report.epoch() > 1 && report.epoch() < epochs && !isDue()) {
            return;
        }
        LossTerms valid = report.validation();
        line(position(report.epoch()) + ", training " + report.training()
                + (valid == null ? "" : ", validation " + valid));
    }

    private String position(int epoch) {
        return "epoch " + epoch + "/" + epochs;
    }

    private boolean isDue() {
        return clock.getAsLong() - shown >= interval;
    }

    private void line(String text) {
        shown = clock.getAsLong();
        out.println(text + timeLeft());
    }

    /** If no patience ends the training before. Validations are part of the time since the start. */
    private String timeLeft() {
        long left = (long) epochs * stepsPerEpoch - stepsBefore - steps;
        if (left <= 0 || steps == 0) {
            return "";
        }
        double each = (clock.getAsLong() - started) / 1e9 / steps;
        return "; at most " + duration(left * each) + " left";
    }

    /** For instance {@code 45 s}, {@code 12 min} or {@code 2 h 10 min}. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        long minutes = Math.round(seconds / 60);
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    @Override
    public void onCheckpointFailed(Path checkpoint, IOException cause) {
        out.println("could not write " + checkpoint + ": " + cause.getMessage());
    }

    @Override
    public void onInterrupt(int epoch, int step) {
        out.println("interrupted in epoch " + epoch + ", after step " + step);
        out.flush();
    }

    @Override
    public void onEnd(TrainingResult result) {
        out.println("ended after epoch " + result.history().size() + " ("
                + result.reason().text() + "), best epoch " + result.bestEpoch() + ", "
                + duration((clock.getAsLong() - started) / 1e9));
    }
}
