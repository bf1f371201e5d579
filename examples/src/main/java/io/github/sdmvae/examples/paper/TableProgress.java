/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.objective.LossTerms;
import io.github.sdmvae.train.EpochReport;
import io.github.sdmvae.train.TrainingListener;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Shows how far the whole table is and how long it will take: on a terminal on one line, in a log at most one line a
 * minute and one per finished cell. Safe for use from several threads.
 */
final class TableProgress {
    private static final long LINE_NANOS = 60_000_000_000L;
    private static final long STATUS_NANOS = 500_000_000L;
    private static final int WIDTH = 110;

    private final TrainingProgress.Kind kind;
    private final PrintStream out;
    private final TimeLeft time;
    private final int all;
    private int done;
    private long shown = System.nanoTime();
    private boolean midLine;

    TableProgress(TrainingProgress.Kind kind, PrintStream out, TimeLeft time, List<Cell> cells) {
        this.kind = TrainingProgress.chosen(kind);
        this.out = out;
        this.time = time;
        this.all = cells.size();
    }

    /** A cell that an earlier session finished. */
    synchronized void found(Cell cell, CellResult result) {
        done++;
        time.found(cell, result);
    }

    synchronized void started(Cell cell) {
        time.started(cell, System.nanoTime());
    }

    synchronized void scoring(Cell cell) {
        time.scoring(cell, System.nanoTime());
    }

    synchronized void finished(Cell cell, CellResult result) {
        done++;
        time.finished(cell, result, System.nanoTime());
        String trained =
                result.history().isEmpty() ? "" : result.history().size() + " epochs (" + ended(result.ended()) + "), ";
        line(String.format(
                Locale.ROOT,
                "[%d/%d] %s: %sPESQ %.2f, ESTOI %.3f, Hoyer %.3f, %.1f entries for 90 %%; %s",
                done,
                all,
                cell.description(),
                trained,
                result.mean(Measure.PESQ_RAW),
                result.mean(Measure.ESTOI),
                result.mean(Measure.HOYER),
                result.mean(Measure.ENTRIES_90),
                time.text()));
    }

    static String ended(String reason) {
        return reason.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    synchronized void failed(Cell cell, String why) {
        time.failed(cell);
        line(cell.description() + " failed: " + why);
    }

    /** What a cell's trainer tells. */
    TrainingListener listener(Cell cell) {
        return new TrainingListener() {
            @Override
            public void onResume(Path checkpoint, int epoch, int step) {
                resumed(cell, epoch);
            }

            @Override
            public void onInterrupt(int epoch, int step) {
                interrupted(cell, epoch);
            }

            @Override
            public void onEpoch(EpochReport report) {
                epoch(cell, report);
            }
        };
    }

    private synchronized void resumed(Cell cell, int epoch) {
        time.resumed(cell, epoch - 1);
        line(cell.description() + ": goes on in epoch " + epoch);
    }

    private synchronized void interrupted(Cell cell, int epoch) {
        line(cell.description() + ": interrupted in epoch " + epoch + "; the same command goes on from there");
    }

    private synchronized void epoch(Cell cell, EpochReport report) {
        time.epoch(cell, report);
        long now = System.nanoTime();
        if (now - shown < (kind == TrainingProgress.Kind.BAR ? STATUS_NANOS : LINE_NANOS)) {
            return;
        }
        LossTerms valid = report.validation();
        String loss = valid == null ? "" : String.format(Locale.ROOT, ", loss %.1f", valid.loss());
        status("[" + done + "/" + all + "] " + cell.description() + ": epoch " + report.epoch() + loss + "; "
                + time.text());
    }

    private void status(String text) {
        shown = System.nanoTime();
        if (kind == TrainingProgress.Kind.BAR) {
            String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            out.print("\r" + String.format(Locale.ROOT, "%-" + WIDTH + "s", cut));
            out.flush();
            midLine = true;
        } else {
            line(text);
        }
    }

    private void line(String text) {
        shown = System.nanoTime();
        if (kind != TrainingProgress.Kind.NONE) {
            clear();
            out.println(text);
            out.flush();
        }
    }

    /** Leaves the line that is written over and over. */
    synchronized void clear() {
        if (midLine) {
            out.print("\r" + " ".repeat(WIDTH) + "\r");
            midLine = false;
        }
    }
}
