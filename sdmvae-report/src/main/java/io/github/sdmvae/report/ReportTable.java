/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.report.markup.Markup;
import java.util.List;
import java.util.Objects;

/**
 * A table of a {@link Report}. The first column names the rows.
 *
 * @param caption what the table says, one line
 * @param columns at least one
 * @param rows each with as many cells as there are columns; may be empty
 */
public record ReportTable(String caption, List<Column> columns, List<List<String>> rows) {

    /**
     * A column.
     *
     * @param title its heading
     * @param reference whether its figures are from elsewhere, and so set apart
     */
    public record Column(String title, boolean reference) {
        /**
         * Checks that there is a heading.
         *
         * @param title its heading
         * @param reference whether its figures are from elsewhere
         */
        public Column {
            Objects.requireNonNull(title, "title");
        }
    }

    /**
     * Checks and copies.
     *
     * @param caption what the table says
     * @param columns at least one
     * @param rows each with as many cells as there are columns
     * @throws IllegalArgumentException if there is no column or a row has another number of cells
     */
    public ReportTable {
        Objects.requireNonNull(caption, "caption");
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a table must have at least one column, got none: " + caption);
        }
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("every row must have " + columns.size()
                        + " cells like the columns, got " + row.size() + ": " + row);
            }
        }
    }

    void writeTo(Markup page) {
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        page.open("table")
                .open("caption")
                .element("span", caption)
                .close("caption")
                .open("thead")
                .open("tr");
        for (Column column : columns) {
            cell(page, "th", "col", column, column.title());
        }
        page.close("tr").close("thead").open("tbody");
        for (List<String> row : rows) {
            page.open("tr");
            for (int i = 0; i < row.size(); i++) {
                cell(page, i == 0 ? "th" : "td", "row", columns.get(i), row.get(i));
            }
            page.close("tr");
        }
        page.close("tbody").close("table").close("div");
    }

    private static void cell(Markup page, String tag, String scope, Column column, String content) {
        if (tag.equals("td")) {
            page.element(tag, content, "class", column.reference() ? "reference" : "own");
        } else {
            page.element(tag, content, "scope", scope, "class", column.reference() ? "reference" : "own");
        }
    }
}
