/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.paper.Summary.Finished;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * All runs that a table still needs, several at once.
 *
 * @param settings of every run
 * @param data of every run
 * @param store where results go
 * @param writer writes what is there anew after every run
 * @param how jobs, checkpoints, progress
 */
record TableRun(TableSettings settings, Data data, CellStore store, Results writer, RunOptions how) {

    /** Told of all results so far after every run. */
    interface Results {
        void write(List<Finished> finished) throws IOException;
    }

    /**
     * Finishes what is not finished. A run that fails does not keep the others from their work.
     *
     * @param cells the table
     * @param finished those of earlier starts
     * @return how many failed
     */
    int finish(List<Cell> cells, List<Finished> finished) throws InterruptedException {
        Map<String, CellResult> results = new ConcurrentHashMap<>();
        finished.forEach(f -> results.put(f.cell().id(), f.result()));
        List<Cell> open =
                cells.stream().filter(cell -> !results.containsKey(cell.id())).toList();
        int jobs = how.jobs(open.size());
        how.limitThreads(jobs);
        ExecutorService pool = Executors.newFixedThreadPool(jobs);
        TimeLeft time = new TimeLeft(cells, settings.maxEpochs(), jobs);
        TableProgress progress = new TableProgress(how.progress(), System.err, time, cells);
        try {
            finished.forEach(f -> progress.found(f.cell(), f.result()));
            CellRunner runner = new CellRunner(settings, data, store, progress, how.checkpoints(), jobs == 1);
            List<Future<?>> futures = new ArrayList<>();
            for (Cell cell : open) {
                futures.add(pool.submit(() -> {
                    results.put(cell.id(), runner.finish(cell));
                    writeTable(cells, results);
                    return null;
                }));
            }
            return await(open, futures, progress);
        } finally {
            pool.shutdownNow();
            progress.clear();
        }
    }

    private void writeTable(List<Cell> cells, Map<String, CellResult> results) throws IOException {
        List<Finished> soFar = new ArrayList<>();
        for (Cell cell : cells) {
            CellResult result = results.get(cell.id());
            if (result != null) {
                soFar.add(new Finished(cell, result));
            }
        }
        writer.write(soFar);
    }

    private static int await(List<Cell> cells, List<Future<?>> futures, TableProgress progress)
            throws InterruptedException {
        int failed = 0;
        for (int i = 0; i < futures.size(); i++) {
            try {
                futures.get(i).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                progress.failed(cells.get(i), why(e.getCause()));
                failed++;
            }
        }
        return failed;
    }

    private static String why(@Nullable Throwable cause) {
        String message = cause == null ? null : cause.getMessage();
        return message == null ? String.valueOf(cause) : message;
    }
}
