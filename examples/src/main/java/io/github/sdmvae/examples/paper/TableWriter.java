/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.examples.paper.Summary.Finished;
import io.github.sdmvae.examples.recordings.TestSpeech.TestSample;
import io.github.sdmvae.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the table's files. Safe for use from several threads. */
final class TableWriter {
    private static final String[] TABLES = {"table.md", "table.csv", "runs.csv", "utterances.csv", "curves.csv"};

    private final CellStore store;
    private final TableSettings settings;
    private final String data;

    TableWriter(CellStore store, TableSettings settings, String data) {
        this.store = store;
        this.settings = settings;
        this.data = data;
    }

    /** Refuses, before the work, a folder in which a table or page is somebody else's. */
    void requireOwn() throws IOException {
        ResultFolder.open(store.folder(), TABLES);
        Report.requireOwn(store.folder().resolve("report"));
    }

    /**
     * Writes tables and the small pictures.
     *
     * @return the table as Markdown
     */
    synchronized String write(List<Finished> finished) throws IOException {
        ResultFolder folder = ResultFolder.open(store.folder(), TABLES);
        TableText text = text(finished);
        TableCsv csv = new TableCsv(text.summary());
        String markdown = text.markdown();
        folder.markdown("table.md", markdown);
        folder.csv("table.csv", csv.table());
        folder.csv("runs.csv", csv.runs());
        folder.csv("utterances.csv", csv.utterances());
        folder.csv("curves.csv", csv.curves());
        for (int m : text.summary().latents()) {
            new TableReport(text, store).chart(m).writeSvg(store.folder().resolve("table-m" + m + ".svg"));
        }
        return markdown;
    }

    /** Writes the page and gives its place. */
    Path page(List<Finished> finished, TestSample sample) throws IOException {
        return new TableReport(text(finished), store).write(store.folder().resolve("report"), sample);
    }

    private TableText text(List<Finished> finished) {
        return new TableText(Summary.of(finished), data, settings);
    }
}
