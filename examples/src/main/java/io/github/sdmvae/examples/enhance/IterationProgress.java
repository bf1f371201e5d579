/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.enhance.FitListener;
import io.github.sdmvae.audio.enhance.IterationReport;
import io.github.sdmvae.examples.training.DurationText;
import io.github.sdmvae.examples.training.TrainingProgress.Kind;
import java.io.PrintWriter;

/**
 * Says how far an enhancement is, in about ten lines, if it takes more than some seconds.
 *
 * @param name of the recording
 * @param kind none or any
 * @param log where to
 */
record IterationProgress(String name, Kind kind, PrintWriter log) implements FitListener {
    private static final int LINES = 10;
    private static final double SHORT = 5;

    @Override
    public void report(IterationReport report) {
        int every = Math.max(1, report.iterations() / LINES);
        double all = report.seconds() / report.iteration() * report.iterations();
        if (kind != Kind.NONE && all > SHORT && report.iteration() % every == 0) {
            log.println(name + ": " + report + "; about " + DurationText.of(all - report.seconds()) + " left");
            log.flush();
        }
    }
}
