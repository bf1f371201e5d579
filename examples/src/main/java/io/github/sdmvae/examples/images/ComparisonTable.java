/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.images;

import io.github.sdmvae.model.LogLikelihood;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The figures of a comparison: one row per model in Markdown, one per model and seed in CSV. */
final class ComparisonTable {
    private record Column(String title, int decimals, ToDoubleFunction<ComparedRun> value) {}

    private static final List<Column> BOUND = List.of(
            new Column("ELBO", 2, ComparedRun::elbo),
            new Column("reconstruction", 2, ComparedRun::reconstruction),
            new Column("divergence", 2, r -> r.evaluation().terms().divergence()));
    private static final List<Column> CODES = List.of(
            new Column("Hoyer", 3, r -> r.sparsity().hoyer()),
            new Column("Hoyer unit rms", 3, r -> r.sparsity().hoyerUnitRms()),
            new Column("Hoyer \u03bc/\u03c3", 3, r -> r.sparsity().hoyerSignalToNoise()),
            new Column("entries for 90 %", 1, r -> r.sparsity().entriesFor90()),
            new Column("effective entries", 1, r -> r.sparsity().effectiveEntries()),
            new Column("largest share", 2, r -> r.sparsity().largestShare()),
            new Column("active units", 1, ComparedRun::activeUnits),
            new Column("varying units", 1, ComparedRun::varyingUnits),
            new Column("selector's penalty", 3, ComparedRun::penalty),
            new Column("latents per pixel", 2, ComparedRun::latentsPerFeature),
            new Column("squared error", 5, ComparedRun::error),
            new Column("recovered", 2, ComparedRun::recovered),
            new Column("neighbours", 3, ComparedRun::neighbours),
            new Column("coherence", 2, r -> r.model().dictionary().coherence()),
            new Column("best epoch", 0, r -> r.training().bestEpoch()),
            new Column("seconds", 1, ComparedRun::seconds));
    private static final String LOG_P = "log p(x)";
    private static final String MEAN_GAMMA = "log p(x), mean \u03b3";

    private final List<ComparedRun> runs;

    ComparisonTable(List<ComparedRun> runs) {
        this.runs = List.copyOf(runs);
    }

    /** Columns that say nothing about these runs are left out. */
    String markdown() {
        Map<ComparedModel, List<ComparedRun>> byModel = new LinkedHashMap<>();
        runs.forEach(run ->
                byModel.computeIfAbsent(run.kind(), kind -> new ArrayList<>()).add(run));
        List<Column> codes = CODES.stream()
                .filter(column -> runs.stream().anyMatch(run -> !Double.isNaN(column.value.applyAsDouble(run))))
                .filter(column -> !column.title.equals("coherence") || hasDictionaries())
                .toList();
        List<String> titles = titles("model", codes);
        StringBuilder text = new StringBuilder(line(titles));
        text.append(line(Stream.concat(Stream.of("---"), titles.stream().skip(1).map(t -> "---:"))
                .toList()));
        byModel.forEach((kind, ofKind) -> text.append(line(cells(kind.title(), ofKind, codes))));
        return text.toString();
    }

    private boolean hasDictionaries() {
        return runs.stream().anyMatch(run -> !run.model().dictionary().isIdentity());
    }

    private static List<String> titles(String first, List<Column> codes) {
        return Stream.of(
                        Stream.of(first),
                        BOUND.stream().map(Column::title),
                        Stream.of(LOG_P, MEAN_GAMMA),
                        codes.stream().map(Column::title))
                .flatMap(Function.identity())
                .toList();
    }

    private static List<String> cells(String title, List<ComparedRun> runs, List<Column> codes) {
        List<String> cells = new ArrayList<>();
        cells.add(title);
        BOUND.forEach(column -> cells.add(mean(runs, column)));
        cells.add(logLikelihood(runs, run -> run.logLikelihood()));
        cells.add(logLikelihood(runs, ComparisonTable::underMeanGamma));
        codes.forEach(column -> cells.add(mean(runs, column)));
        return cells;
    }

    private static @Nullable LogLikelihood underMeanGamma(ComparedRun run) {
        LogLikelihood own = run.logLikelihood();
        return own == null ? null : own.underMeanGamma();
    }

    private static String mean(List<ComparedRun> runs, Column column) {
        return mean(runs.stream().mapToDouble(column.value).toArray(), column.decimals);
    }

    private static String mean(double[] values, int decimals) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        if (Double.isNaN(mean)) {
            return "\u2013";
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return values.length == 1
                ? number(mean, decimals)
                : number(mean, decimals) + " \u00b1 " + number(Math.sqrt(squares / (values.length - 1)), decimals);
    }

    private interface Estimate {
        @Nullable
        LogLikelihood of(ComparedRun run);
    }

    private static String logLikelihood(List<ComparedRun> runs, Estimate estimate) {
        LogLikelihood first = estimate.of(runs.get(0));
        if (first == null) {
            return "\u2013";
        }
        double[] means = runs.stream()
                .map(estimate::of)
                .mapToDouble(value -> value == null ? Double.NaN : value.mean())
                .toArray();
        String error = runs.size() == 1 ? " \u00b1 " + number(first.standardError(), 2) : "";
        return mean(means, 2) + error + (first.comparable() ? "" : " (prior fitted per point)");
    }

    private static String line(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    String csv() {
        List<String> titles = new ArrayList<>(titles("model,seed", CODES));
        titles.set(titles.indexOf(LOG_P), LOG_P + "," + LOG_P + " standard error," + LOG_P + " comparable");
        titles.set(titles.indexOf(MEAN_GAMMA), "\"" + MEAN_GAMMA + "\"");
        String rows = runs.stream().map(ComparisonTable::csvRow).collect(Collectors.joining());
        return String.join(",", titles) + "\n" + rows;
    }

    private static String csvRow(ComparedRun run) {
        List<String> cells = new ArrayList<>(List.of(run.kind().id(), Long.toString(run.seed())));
        BOUND.forEach(column -> cells.add(plain(column.value.applyAsDouble(run))));
        LogLikelihood own = run.logLikelihood();
        LogLikelihood mean = underMeanGamma(run);
        cells.add(own == null ? "" : plain(own.mean()));
        cells.add(own == null ? "" : plain(own.standardError()));
        cells.add(own == null ? "" : Boolean.toString(own.comparable()));
        cells.add(mean == null ? "" : plain(mean.mean()));
        CODES.forEach(column -> cells.add(plain(column.value.applyAsDouble(run))));
        return String.join(",", cells) + "\n";
    }

    /** What is not defined leaves its cell empty. */
    private static String plain(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
