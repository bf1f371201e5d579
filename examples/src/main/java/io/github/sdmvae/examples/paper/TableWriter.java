/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.TestSpeech.TestSample;
import io.github.sdmvae.examples.paper.Summary.Finished;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes the table's files. Safe for use from several threads. */
final class TableWriter {
    private final CellStore store;
    private final TableSettings settings;
    private final String data;

    TableWriter(CellStore store, TableSettings settings, String data) {
        this.store = store;
        this.settings = settings;
        this.data = data;
    }

    /**
     * Writes tables and the small pictures.
     *
     * @return the table as Markdown
     */
    synchronized String write(List<Finished> finished) throws IOException {
        Path folder = store.folder();
        TableText text = text(finished);
        TableCsv csv = new TableCsv(text.summary());
        String markdown = text.markdown();
        WholeFile.write(folder.resolve("table.md"), markdown);
        WholeFile.write(folder.resolve("table.csv"), csv.table());
        WholeFile.write(folder.resolve("runs.csv"), csv.runs());
        WholeFile.write(folder.resolve("utterances.csv"), csv.utterances());
        WholeFile.write(folder.resolve("curves.csv"), csv.curves());
        for (int m : text.summary().latents()) {
            new TableReport(text, store).chart(m).writeSvg(folder.resolve("table-m" + m + ".svg"));
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
