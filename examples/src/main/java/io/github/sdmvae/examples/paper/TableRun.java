/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.paper.CellRunner.Data;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.place.Jobs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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
        TimeLeft time = new TimeLeft(cells, settings.maxEpochs(), jobs);
        TableProgress progress = new TableProgress(how.progress(), System.err, time, cells);
        try (Jobs all = new Jobs(jobs)) {
            finished.forEach(f -> progress.found(f.cell(), f.result()));
            CellRunner runner = new CellRunner(settings, data, store, progress, how.checkpoints(), jobs == 1);
            return all.each(
                    open,
                    cell -> {
                        results.put(cell.id(), runner.finish(cell));
                        writeTable(cells, results);
                    },
                    (cell, cause) -> progress.failed(cell, why(cause)));
        } finally {
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

    private static String why(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
