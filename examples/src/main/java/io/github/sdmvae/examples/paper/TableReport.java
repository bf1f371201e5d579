/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.paper.CellResult.Epoch;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.paper.Summary.Line;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.report.Report;
import io.github.sdmvae.report.chart.DotChart;
import io.github.sdmvae.report.chart.LineChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The table as a page with sound and pictures, and as one small picture.
 *
 * @param text the table
 * @param store where the models are
 */
record TableReport(TableText text, CellStore store) {
    private static final List<Measure> CHARTED =
            List.of(Measure.PESQ_RAW, Measure.ESTOI, Measure.HOYER, Measure.ENTRIES_90);

    private Summary summary() {
        return text.summary();
    }

    /** Writes the page; of several seeds it lets hear the first. */
    Path write(Path folder, TestSample sample) throws IOException {
        Report.Builder report = Report.builder("Speech by VAE and SDM-VAE: the paper’s table on " + text.data());
        report.frontEnd(sample.frontEnd());
        text.notes().forEach(report::note);
        summary().latents().forEach(m -> report.chart(chart(m)));
        report.table(text.table());
        if (summary().lines().size() > 1) {
            report.table(text.differences());
        }
        for (int m : summary().latents()) {
            List<LineChart> curves = curves(m);
            if (!curves.isEmpty()) {
                report.curves("m = " + m + ", validation set, one line per run", curves);
            }
        }
        for (Line line : summary().lines()) {
            Cell cell = line.cells().get(0).cell();
            report.model(line.title() + ", m = " + line.latent(), store.model(cell, sample.frontEnd()));
        }
        sample.clips().forEach(report::utterance);
        return report.build().write(folder);
    }

    /** Our figures beside the paper's, for one m. */
    DotChart chart(int latent) {
        List<Line> lines = summary().of(latent);
        List<DotChart.Panel> panels = new ArrayList<>();
        for (Measure measure : CHARTED) {
            if (lines.stream().allMatch(line -> Double.isNaN(line.of(measure).mean()))) {
                continue;
            }
            String title = measure.title() + (measure == Measure.ESTOI ? " (paper: “STOI”)" : "");
            panels.add(new DotChart.Panel(
                    title,
                    values(lines, line -> line.of(measure).mean()),
                    values(lines, line -> line.of(measure).deviation()),
                    values(lines, line -> line.paper(measure))));
        }
        return new DotChart(
                "m = " + latent,
                "ours, " + text.data() + ", mean ± sd over seeds",
                "paper, " + PaperFigures.DATA,
                lines.stream().map(Line::title).toList(),
                panels);
    }

    private static double[] values(List<Line> lines, ToDoubleFunction<Line> value) {
        return lines.stream().mapToDouble(value).toArray();
    }

    private List<LineChart> curves(int latent) {
        List<Line> lines = summary().of(latent).stream()
                .filter(line -> !line.cells().get(0).result().history().isEmpty())
                .toList();
        if (lines.isEmpty()) {
            return List.of();
        }
        return List.of(
                curve("Loss (negative ELBO)", lines, e -> e.validReconstruction() + e.validDivergence()),
                curve("Reconstruction", lines, Epoch::validReconstruction),
                curve("Divergence", lines, Epoch::validDivergence));
    }

    private static LineChart curve(String title, List<Line> lines, ToDoubleFunction<Epoch> term) {
        List<LineChart.Line> drawn = new ArrayList<>();
        for (Line line : lines) {
            for (Finished run : line.cells()) {
                List<Epoch> history = run.result().history();
                drawn.add(LineChart.Line.solid(
                        line.title(),
                        Stream.iterate(1, e -> e + 1)
                                .limit(history.size())
                                .mapToDouble(e -> e)
                                .toArray(),
                        history.stream().mapToDouble(term).toArray()));
            }
        }
        return LineChart.of(title, "epoch", "nats per frame", drawn);
    }
}
