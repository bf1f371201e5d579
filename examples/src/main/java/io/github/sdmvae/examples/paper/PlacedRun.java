/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.options.OutputFolder;
import io.github.sdmvae.examples.options.SpeechData;
import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.place.Place;
import io.github.sdmvae.examples.training.TrainingProgress;
import io.github.sdmvae.train.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All runs that a table still needs, elsewhere. Results appear in the table's folder, where this process finds them.
 *
 * @param settings of every run
 * @param store where results go
 * @param writer writes the table anew when there are more
 * @param how progress
 * @param place where
 */
record PlacedRun(TableSettings settings, CellStore store, TableWriter writer, RunOptions how, Place place) {
    private static final long LOOK_MILLIS = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * Finishes what is not finished.
     *
     * @param command the program's arguments
     * @param cells those to train
     * @param before all that earlier starts finished
     * @return how many failed
     */
    int finish(List<String> command, List<Cell> cells, List<Finished> before) throws IOException, InterruptedException {
        Set<String> known = new HashSet<>();
        before.forEach(f -> known.add(f.cell().id()));
        List<Cell> open =
                cells.stream().filter(cell -> !known.contains(cell.id())).toList();
        if (open.isEmpty()) {
            return 0;
        }
        // Where the place is this machine, one part per core.
        how.limitThreads(2);
        TableProgress progress =
                new TableProgress(how.progress(), System.err, new TimeLeft(cells, settings.maxEpochs(), 1), cells);
        before.stream().filter(f -> f.cell().recipe() != null).forEach(f -> progress.found(f.cell(), f.result()));
        ExecutorService waiting = Executors.newSingleThreadExecutor();
        try {
            Future<Map<String, String>> end = waiting.submit(() -> place.finish(
                    PaperTableProgram.NAME, command, open.stream().map(Cell::id).toList()));
            return await(end, open, new ArrayList<>(before), progress);
        } finally {
            waiting.shutdownNow();
            progress.clear();
        }
    }

    /** A command line for another process: paths absolute, later options stand. */
    static List<String> command(CommandSpec program, SpeechData data, OutputFolder out) throws IOException {
        List<String> given = program.commandLine().getParseResult().originalArgs();
        List<String> command = new ArrayList<>(given.subList(given.indexOf(program.name()) + 1, given.size()));
        if (!data.isBundled()) {
            command.addAll(List.of("--data", absolute(data.folder())));
        }
        command.addAll(List.of("--out", absolute(out.folder())));
        return command;
    }

    private static String absolute(Path folder) {
        return folder.toAbsolutePath().normalize().toString();
    }

    private int await(Future<Map<String, String>> end, List<Cell> open, List<Finished> finished, TableProgress progress)
            throws IOException, InterruptedException {
        List<Cell> left = new ArrayList<>(open);
        while (true) {
            boolean over = end.isDone();
            look(left, finished, progress);
            if (over) {
                Map<String, String> failures = result(end);
                left.forEach(cell -> progress.failed(cell, failures.getOrDefault(cell.id(), "it left no result")));
                return left.size();
            }
            try {
                end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException | ExecutionException e) {
                // The next look says which.
            }
        }
    }

    private void look(List<Cell> left, List<Finished> finished, TableProgress progress) throws IOException {
        boolean more = false;
        for (Cell cell : List.copyOf(left)) {
            if (store.isFinished(cell)) {
                CellResult result = store.result(cell).orElseThrow();
                finished.add(new Finished(cell, result));
                left.remove(cell);
                progress.started(cell);
                progress.finished(cell, result);
                more = true;
            }
        }
        if (more) {
            writer.write(finished);
        }
    }

    private Map<String, String> result(Future<Map<String, String>> end) throws InterruptedException {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("--on " + place.name() + ": " + e.getCause(), e.getCause());
        }
    }

    /** Finishes a cell in this process, for whoever has the table's folder open. */
    static void finishHere(Cell cell, TableSettings settings, Data data, CellStore store, Duration checkpoints)
            throws IOException, InterruptedException {
        List<Cell> cells = List.of(cell);
        TableProgress silent = new TableProgress(
                TrainingProgress.Kind.NONE, System.err, new TimeLeft(cells, settings.maxEpochs(), 1), cells);
        CellRunner runner = new CellRunner(settings, data, store, silent, checkpoints, false);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!store.isFinished(cell)) {
            try {
                runner.finish(cell);
            } catch (CheckpointException e) {
                // Whoever was thought lost may still be at it.
                if (e.reason() != CheckpointException.Reason.LOCKED || System.nanoTime() > until) {
                    throw e;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
