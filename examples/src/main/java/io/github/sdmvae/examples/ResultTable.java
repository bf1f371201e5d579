/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of a comparison, one row per model. */
final class ResultTable {
    private record Column(String title, Function<ModelResult, String> value) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("model", ModelResult::title),
            new Column("PESQ raw", r -> number(r.scores().pesqRaw(), 2)),
            new Column("PESQ nb", r -> number(r.scores().pesqNarrow(), 2)),
            new Column("PESQ wb", r -> number(r.scores().pesqWide(), 2)),
            new Column("STOI", r -> number(r.scores().stoi(), 3)),
            new Column("ESTOI", r -> number(r.scores().estoi(), 3)),
            new Column("SI-SDR dB", r -> number(r.scores().siSdr(), 2)),
            new Column("LSD dB", r -> number(r.scores().lsd(), 2)),
            new Column("Hoyer", r -> number(r.scores().hoyer(), 3)),
            new Column("Hoyer unit rms", r -> number(r.sparsity().hoyerUnitRms(), 3)),
            new Column("Hoyer \u03bc/\u03c3", r -> number(r.sparsity().hoyerSignalToNoise(), 3)),
            new Column("entries for 90 %", r -> number(r.sparsity().entriesFor90(), 1)),
            new Column("effective entries", r -> number(r.sparsity().effectiveEntries(), 1)),
            new Column("largest share", r -> number(r.sparsity().largestShare(), 2)),
            new Column(
                    "active units",
                    r -> r.activeUnits() + "/" + r.model().definition().codeSize()),
            new Column("reconstruction", r -> number(r.validation().terms().reconstruction(), 1)),
            new Column("divergence", r -> number(r.validation().terms().divergence(), 1)),
            new Column("loss", r -> number(r.validation().terms().loss(), 1)),
            new Column(
                    "best epoch",
                    r -> r.training().bestEpoch() + "/" + r.training().history().size()),
            new Column("seconds", r -> number(r.seconds(), 1)));

    private final List<ModelResult> results;

    ResultTable(List<ModelResult> results) {
        this.results = List.copyOf(results);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append(row(COLUMNS.stream().map(Column::title).toList()));
        text.append(row(Stream.concat(Stream.of("---"), COLUMNS.stream().skip(1).map(c -> "---:"))
                .toList()));
        for (ModelResult result : results) {
            text.append(row(values(result)));
        }
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static List<String> values(ModelResult result) {
        return COLUMNS.stream().map(column -> column.value().apply(result)).toList();
    }

    /** As RFC 4180 says, but with the line ends of this page's other files. */
    String csv() {
        StringBuilder text = new StringBuilder();
        text.append(COLUMNS.stream().map(c -> quoted(c.title())).collect(Collectors.joining(",")))
                .append('\n');
        for (ModelResult result : results) {
            text.append(values(result).stream().map(ResultTable::quoted).collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "n/a" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
