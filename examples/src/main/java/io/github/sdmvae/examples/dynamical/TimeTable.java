/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.dynamical;

import io.github.sdmvae.examples.output.MarkdownTable;
import io.github.sdmvae.examples.paper.Spread;
import io.github.sdmvae.report.ReportTable;
import io.github.sdmvae.report.ReportTable.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs as tables.
 *
 * @param runs in any order
 * @param note what the figures are of
 */
record TimeTable(List<TimeRun> runs, String note) {

    TimeTable {
        runs = List.copyOf(runs);
    }

    String markdown() {
        List<Column> columns = new ArrayList<>(List.of(new Column("model", false)));
        for (TimeFigure figure : TimeFigure.values()) {
            columns.add(new Column(figure.title(), false));
        }
        columns.add(new Column("seeds", false));
        StringBuilder text = new StringBuilder();
        MarkdownTable.write(text, new ReportTable("models of time", columns, rows()));
        return text.append('\n').append(note).append('\n').toString();
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (TimeModel model : TimeModel.values()) {
            List<TimeRun> of =
                    runs.stream().filter(run -> run.model().equals(model.id())).toList();
            if (!of.isEmpty()) {
                List<String> cells = new ArrayList<>(List.of(model.title()));
                Arrays.stream(TimeFigure.values()).forEach(figure -> cells.add(cell(of, figure)));
                cells.add(Integer.toString(of.size()));
                rows.add(cells);
            }
        }
        return rows;
    }

    private static String cell(List<TimeRun> runs, TimeFigure figure) {
        return Spread.of(runs.stream().map(run -> run.of(figure)).toList()).text(figure.decimals());
    }

    /** One line per run, to the last digit. */
    String csv() {
        StringBuilder text = new StringBuilder("model,seed,epochs,best_epoch");
        Arrays.stream(TimeFigure.values()).forEach(figure -> text.append(',').append(figure.key()));
        for (TimeRun run : runs) {
            text.append("\r\n").append(run.model()).append(',').append(run.seed());
            text.append(',').append(run.epochs()).append(',').append(run.bestEpoch());
            for (TimeFigure figure : TimeFigure.values()) {
                double value = run.of(figure);
                text.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
            }
        }
        return text.append("\r\n").toString();
    }
}
