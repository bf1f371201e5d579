/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.model.Vae;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The sparsity of a run's codes of all test frames; also of runs that were finished before it was taken. */
final class CodeFigures {

    private CodeFigures() {}

    static Map<String, Double> of(Vae model, TestSample test) {
        return Measure.of(test.sparsity(model));
    }

    /**
     * Adds what older results lack, from their saved models, and keeps it. A run whose model cannot be read stays as it
     * is: its cells are empty, and the log says why.
     */
    static List<Finished> complete(CellStore store, List<Finished> finished, TestSample test, PrintWriter log)
            throws IOException {
        List<Finished> complete = new ArrayList<>();
        for (Finished run : finished) {
            complete.add(run.result().sparsity() == null ? complete(store, run, test, log) : run);
        }
        return complete;
    }

    private static Finished complete(CellStore store, Finished run, TestSample test, PrintWriter log)
            throws IOException {
        Vae model;
        try {
            model = store.model(run.cell(), test.frontEnd()).vae();
        } catch (IOException e) {
            log.println(run.cell().description() + ": no sparsity free of scale, since its model cannot be read ("
                    + e.getMessage() + ")");
            log.flush();
            return run;
        }
        CellResult result = run.result().with(of(model, test));
        store.finish(run.cell(), result);
        log.println(run.cell().description() + ": sparsity free of scale added from its saved model");
        log.flush();
        return new Finished(run.cell(), result);
    }
}
