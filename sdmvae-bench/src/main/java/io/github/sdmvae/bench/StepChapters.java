/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import static io.github.sdmvae.bench.MarkdownTable.figure;
import static io.github.sdmvae.bench.MarkdownTable.ratio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a training step takes by prior and by threads. */
final class StepChapters {
    private static final String STEP = "step";
    private static final String BATCH = "batch";
    private static final String PRIOR = "prior";
    private static final String SDM = "sdm";
    private static final String DRAWS = "5";

    private final Path folder;

    StepChapters(Path folder) {
        this.folder = folder;
    }

    String text() throws IOException {
        return (Section.PRIOR.isMeasured(folder) ? priors() : "")
                + (Section.THREADS.isMeasured(folder) ? threads() : "");
    }

    private String priors() throws IOException {
        JmhRuns runs = JmhRuns.read(Section.PRIOR.file(folder, "priors"));
        MarkdownTable table = new MarkdownTable(PRIOR, "step, µs", "times the SDM-VAE's");
        for (String prior : runs.values(PRIOR)) {
            JmhRuns.Run run = runs.get(STEP, PRIOR, prior);
            String base = prior.endsWith(DRAWS) ? SDM + DRAWS : SDM;
            table.row(prior, figure(run), ratio(run.mean() / runs.mean(STEP, PRIOR, base)));
        }
        return """
                ## Training step by prior

                Paper's size, batch 128. All of these have fused kernels; `laplaceClosed` and `cauchyClosed` integrate their divergence.
                `sdm5` and `importance5` draw five codes a frame. 100 pseudo-inputs go through the encoder too, beside the 128 frames: with
                their classifier the products of a step are 163 MFLOP instead of the SDM-VAE's 94, 1.7 times as many.
                """ + table;
    }

    private String threads() throws IOException {
        List<JmhRuns> runs = new ArrayList<>();
        for (int threads = 1; Files.exists(steps(threads)); threads *= 2) {
            runs.add(JmhRuns.read(steps(threads)));
        }
        MarkdownTable table = new MarkdownTable(BATCH, "threads", "step, µs", "times as fast as one thread");
        for (String batch : runs.get(0).values(BATCH)) {
            double alone = runs.get(0).mean(STEP, BATCH, batch);
            for (int i = 0; i < runs.size(); i++) {
                JmhRuns.Run run = runs.get(i).get(STEP, BATCH, batch);
                table.row(batch, Integer.toString(1 << i), figure(run), ratio(alone / run.mean()));
            }
        }
        return """
                ## Training step by threads

                Paper's size, engine `cpu`. What limits at few rows is what is not shared out and the wait at the end of every kernel; at 4,096 rows
                presumably memory: an array as wide as the data has 8 MB then, more than the caches of the second level.
                """ + table;
    }

    private Path steps(int threads) {
        return Section.THREADS.file(folder, "steps" + threads);
    }
}
