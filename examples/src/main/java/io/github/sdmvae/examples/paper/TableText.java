/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.audio.ResynthesisScores;
import io.github.sdmvae.examples.output.MarkdownTable;
import io.github.sdmvae.examples.paper.Summary.Line;
import io.github.sdmvae.report.CodeSparsity;
import io.github.sdmvae.report.ReportTable;
import io.github.sdmvae.report.ReportTable.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table for reading: as Markdown and for the page.
 *
 * @param summary what is finished
 * @param data name of the data that it is of
 * @param settings how the models were trained
 */
record TableText(Summary summary, String data, TableSettings settings) {
    private static final List<Measure> COMPARED =
            List.of(Measure.PESQ_RAW, Measure.ESTOI, Measure.HOYER, Measure.ENTRIES_90);
    private static final String DASH = "–";

    /** What the figures are and whose. */
    List<String> notes() {
        int utterances = summary.lines().stream()
                .flatMap(line -> line.cells().stream())
                .mapToInt(cell -> cell.result().utterances().size())
                .max()
                .orElse(0);
        List<String> notes = new ArrayList<>();
        notes.add("Ours: " + data + ", mean over " + utterances
                + " test utterances, ± standard deviation over seeds (n − 1). " + settings.describe() + ".");
        notes.add(
                "Paper: " + PaperFigures.DATA + ", " + PaperFigures.SOURCE + ", mean over its test set. Its PESQ is the"
                        + " raw score, its STOI the extended one (ESTOI). Other data: compare rows, not absolute figures.");
        notes.add("PESQ LQO nb, wb: MOS-LQO, narrow and wide band. Active units: code entries with a mean divergence"
                + " above 0.01 nats, of k, per utterance. Lower is better for LSD.");
        notes.add(ResynthesisScores.LSD_NOTE);
        notes.add(CodeSparsity.NOTE + " Hoyer is the mean over utterances, the others are over all test frames.");
        if (summary.undefinedFrames() > 0) {
            notes.add("Frames without a Hoyer sparsity (all-zero codes), left out of its mean: "
                    + summary.undefinedFrames() + ", over all runs.");
        }
        return notes;
    }

    ReportTable table() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("model", false));
        columns.add(new Column("m", false));
        for (Measure measure : Measure.values()) {
            columns.add(new Column(measure.title(), false));
            if (!measure.inPaper().isEmpty()) {
                columns.add(new Column("paper’s " + measure.inPaper(), true));
            }
        }
        columns.add(new Column("of k", false));
        columns.add(new Column("best epoch", false));
        columns.add(new Column("seeds", false));
        return new ReportTable(
                "Ours on " + data + ", the paper’s on " + PaperFigures.DATA,
                columns,
                summary.lines().stream().map(TableText::cells).toList());
    }

    private static List<String> cells(Line line) {
        List<String> cells = new ArrayList<>(List.of(line.title(), Integer.toString(line.latent())));
        for (Measure measure : Measure.values()) {
            cells.add(line.of(measure).text(measure.decimals()));
            if (!measure.inPaper().isEmpty()) {
                double paper = line.paper(measure);
                cells.add(Double.isNaN(paper) ? DASH : Spread.number(paper, 2));
            }
        }
        boolean trained = line.cells().get(0).cell().recipe() != null;
        cells.add(Integer.toString(line.codeSize()));
        cells.add(trained ? line.of(CellResult::bestEpoch).text(0) : DASH);
        cells.add(trained ? Integer.toString(line.cells().size()) : DASH);
        return cells;
    }

    /** How rows differ from the VAE and from the SDM-VAE with D = I, seed by seed. */
    ReportTable differences() {
        List<Column> columns = new ArrayList<>(List.of(new Column("model", false), new Column("m", false)));
        for (PaperRow base : List.of(PaperRow.VAE, PaperRow.SDM_I)) {
            COMPARED.forEach(measure -> columns.add(new Column("Δ " + measure.title() + " to " + base.title(), false)));
        }
        return new ReportTable(
                "Differences, same m and seed; mean ± standard deviation over seeds",
                columns,
                summary.lines().stream().map(this::differences).toList());
    }

    private List<String> differences(Line line) {
        List<String> cells = new ArrayList<>(List.of(line.title(), Integer.toString(line.latent())));
        for (PaperRow base : List.of(PaperRow.VAE, PaperRow.SDM_I)) {
            @Nullable Line other = summary.find(base.id(), line.latent());
            for (Measure measure : COMPARED) {
                cells.add(
                        other == null || other.id().equals(line.id())
                                ? DASH
                                : line.minus(other, measure).signed(measure.decimals()));
            }
        }
        return cells;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        MarkdownTable.write(text, table());
        for (String note : notes()) {
            text.append('\n').append(MarkdownTable.escape(note)).append('\n');
        }
        if (summary.lines().size() > 1) {
            text.append('\n')
                    .append(MarkdownTable.escape(differences().caption()))
                    .append(":\n\n");
            MarkdownTable.write(text, differences());
        }
        return text.toString();
    }
}
