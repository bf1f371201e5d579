/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import java.util.Locale;

/** A table in Markdown, its first column text and the others figures. */
final class MarkdownTable {
    private final StringBuilder text = new StringBuilder("\n");

    MarkdownTable(String... heads) {
        row(heads);
        text.append("| --- |").append(" ---: |".repeat(heads.length - 1)).append('\n');
    }

    MarkdownTable row(String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
        return this;
    }

    /** A figure with three digits or more. */
    static String figure(double value) {
        int digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 4;
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    static String figure(JmhRuns.Run run) {
        return figure(run.mean()) + " ± " + figure(run.spread());
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
    }

    @Override
    public String toString() {
        return text.append('\n').toString();
    }
}
