/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.training;

import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.StepReport;
import io.github.sdmvae.train.TrainingListener;
import io.github.sdmvae.train.TrainingResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how a training goes, with the loss by term: a bar on a terminal, else about ten lines
 * and one a minute. Used by one training, in
 * its thread; closed whatever happens.
 */
public final class TrainingProgress implements TrainingListener, AutoCloseable {
    /** How to show it. */
    public enum Kind {
        /** A bar on a terminal, else lines. */
        AUTO,
        /** A bar. */
        BAR,
        /** About ten lines, and one a minute with the time left. */
        LINES,
        /** Not at all. */
        NONE
    }

    private static final int LINES = 10;
    private static final int UPDATE_MILLIS = 250;
    private static final long LINE_NANOS = 60_000_000_000L;

    private final String name;
    private final Kind kind;
    private final PrintStream out;
    private @Nullable ProgressBar bar;
    private @Nullable LossTerms validation;
    private int epochs;
    private int stepsPerEpoch;
    private long stepsBefore;
    private boolean resumed;
    private boolean trained;
    private final LongSupplier clock;
    private long started;
    private long shown;
    private long steps;

    /**
     * Prepares to show a training.
     *
     * @param name of the training
     * @param kind how to show it
     * @param out where to; it stays open
     */
    public TrainingProgress(String name, Kind kind, PrintStream out) {
        this(name, kind, out, System::nanoTime);
    }

    /** With another clock, in nanoseconds. */
    TrainingProgress(String name, Kind kind, PrintStream out, LongSupplier clock) {
        this.clock = clock;
        this.name = name;
        this.kind = chosen(kind);
        this.out = out;
    }

    /**
     * What to show where the user left it open.
     *
     * @param kind as given
     * @return not {@link Kind#AUTO}
     */
    public static Kind chosen(Kind kind) {
        return kind == Kind.AUTO ? (isTerminal() ? Kind.BAR : Kind.LINES) : kind;
    }

    /** Java knows only whether all three streams are a terminal; results may well be redirected. */
    // Where there is no /proc, a bar in a log of a newer Java (whose console is never null) is the lesser evil.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
            return System.console() != null;
        }
    }

    @Override
    public void onStart(int maximum, int steps) {
        epochs = maximum;
        stepsPerEpoch = steps;
        started = clock.getAsLong();
        shown = started;
    }

    /** Said even where no progress is to be shown: it tells what the program does. */
    @Override
    public void onResume(Path checkpoint, int epoch, int step) {
        resumed = true;
        stepsBefore = (epoch - 1L) * stepsPerEpoch + step;
        out.println(name + ": resuming from " + checkpoint + ", " + (epoch - 1) + " of at most " + epochs
                + " epochs done" + (step == 0 ? "" : " and " + step + " steps of the next"));
    }

    private ProgressBar newBar() {
        out.println("nats per frame: rec = reconstruction and div = divergence of the step, val = validation loss");
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax((long) epochs * stepsPerEpoch)
                .startsFrom(stepsBefore, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .build();
    }

    @Override
    public void onStep(StepReport report) {
        if (kind == Kind.BAR && !trained) {
            bar = newBar();
        }
        trained = true;
        steps++;
        if (kind == Kind.LINES && clock.getAsLong() - shown >= LINE_NANOS) {
            line("epoch " + report.epoch() + "/" + epochs + ", step " + report.step() + "/" + stepsPerEpoch
                    + ", training " + terms(report.terms()) + "; " + timeLeft());
        }
        if (bar != null) {
            // Short, and the terms first: a terminal of 80 columns cuts the rest off.
            String valid = validation == null ? "" : " val " + number(validation.loss());
            bar.setExtraMessage(" rec " + number(report.terms().reconstruction()) + " div "
                    + number(report.terms().divergence()) + valid);
            bar.step();
        }
    }

    @Override
    public void onEpoch(EpochReport report) {
        validation = report.validation();
        int every = Math.max(1, epochs / LINES);
        if (kind == Kind.LINES && (report.epoch() == 1 || report.epoch() % every == 0 || report.epoch() == epochs)) {
            LossTerms valid = report.validation();
            line("epoch " + report.epoch() + "/" + epochs + ", training " + terms(report.training())
                    + (valid == null ? "" : ", validation " + terms(valid)));
        }
    }

    private void line(String text) {
        shown = clock.getAsLong();
        out.println(name + ": " + text);
    }

    /** If no patience ends the training before. Validations are part of the time since the start. */
    private String timeLeft() {
        double each = (clock.getAsLong() - started) / 1e9 / steps;
        long left = (long) epochs * stepsPerEpoch - stepsBefore - steps;
        return "at most " + DurationText.of(left * each) + " left";
    }

    /** One line, whatever is shown else: it says that nothing is lost. */
    @Override
    public void onInterrupt(int epoch, int step) {
        close();
        out.println(name + ": interrupted in epoch " + epoch + ", after step " + step
                + "; the same command goes on from the newest checkpoint");
        out.flush();
    }

    @Override
    public void onEnd(TrainingResult result) {
        close();
        if (resumed && !trained) {
            out.println(name + ": this training had ended, its result stands (--restart trains anew)");
        }
        if (kind != Kind.NONE && result.reason() != TrainingResult.StopReason.ALL_EPOCHS) {
            out.println(
                    name + ": stopped after epoch " + result.history().size() + ", best epoch " + result.bestEpoch());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** For instance {@code loss -850.2 = reconstruction -890.4 + divergence 40.2}. */
    static String terms(LossTerms terms) {
        String hyper = terms.hyperprior() == 0 ? "" : " + hyperprior " + number(terms.hyperprior());
        String weight = terms.beta() == 1 ? "" : " (weight " + terms.beta() + ")";
        return "loss " + number(terms.loss()) + " = reconstruction " + number(terms.reconstruction()) + " + divergence "
                + number(terms.divergence()) + hyper + weight;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
