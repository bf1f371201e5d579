/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.output;

import io.github.sdmvae.report.ReportTable;
import io.github.sdmvae.report.ReportTable.Column;
import java.util.List;

/** Tables as Markdown. */
public final class MarkdownTable {
    private MarkdownTable() {}

    /**
     * Writes a table without its caption.
     *
     * @param text where to
     * @param table the first column of text, the others of figures
     */
    public static void write(StringBuilder text, ReportTable table) {
        row(text, table.columns().stream().map(Column::title).toList());
        text.append("|---|");
        text.append("---:|".repeat(table.columns().size() - 1)).append('\n');
        table.rows().forEach(cells -> row(text, cells));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append('|');
        cells.forEach(cell -> text.append(' ').append(escape(cell)).append(" |"));
        text.append('\n');
    }

    /**
     * Plain text in Markdown.
     *
     * @param plain any text
     * @return one line that reads as the text
     */
    public static String escape(String plain) {
        return plain.replaceAll("([\\\\`*_<>|\\[\\]])", "\\\\$1").replaceAll("\\s+", " ");
    }
}
