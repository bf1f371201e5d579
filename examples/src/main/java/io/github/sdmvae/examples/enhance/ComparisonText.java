/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.examples.output.MarkdownTable;
import io.github.sdmvae.report.ReportTable;
import io.github.sdmvae.report.ReportTable.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables for reading: as Markdown and for the page.
 *
 * @param comparison what is finished
 * @param data what it is of
 * @param against id of the method that all are compared with, mixture by mixture; null for none
 */
record ComparisonText(
        Comparison comparison, String data, @Nullable String against) {

    List<String> notes() {
        return List.of(
                data + ": " + comparison.noisy().mixtures().size()
                        + " mixtures. Improvement over the noisy input, mean ± standard error over mixtures; SI-SDR,"
                        + " ESTOI and PESQ against the clean speech.",
                "“Ideal Wiener gain” knows speech and noise: about what is left to gain with the noisy phase. “Worst” is"
                        + " the least improvement in SI-SDR of all mixtures.");
    }

    List<ReportTable> tables() {
        List<ReportTable> tables = new ArrayList<>(List.of(improvements(), absolute(), byNoise()));
        if (against != null && comparison.find(against).isPresent()) {
            tables.add(paired(comparison.find(against).get()));
        }
        return tables;
    }

    private static List<Column> columns(String... titles) {
        return new ArrayList<>(
                Stream.of(titles).map(title -> new Column(title, false)).toList());
    }

    private ReportTable improvements() {
        List<Column> columns = columns("model");
        Stream.of(Score.values()).forEach(score -> columns.add(new Column("Δ " + score.title(), false)));
        comparison
                .levels()
                .forEach(level -> columns.add(new Column("Δ SI-SDR at " + Decibels.text(level, 0) + " dB", false)));
        columns.add(new Column("worst", false));
        columns.add(new Column("mixtures", false));
        List<List<String>> rows = new ArrayList<>();
        for (MethodResult method : comparison.methods()) {
            List<String> cells = new ArrayList<>(List.of(method.title()));
            for (Score score : Score.values()) {
                cells.add(comparison.improvement(method, score).signed(score.decimals()));
            }
            for (double level : comparison.levels()) {
                cells.add(Decibels.signed(
                        comparison
                                .improvement(method, Score.SI_SDR, m -> m.level() == level)
                                .mean(),
                        1));
            }
            cells.add(Decibels.signed(comparison.worst(method, Score.SI_SDR), 1));
            cells.add(Integer.toString(method.mixtures().size()));
            rows.add(cells);
        }
        return new ReportTable("Improvement over the noisy input", columns, rows);
    }

    private ReportTable absolute() {
        List<Column> columns = columns("model");
        Stream.of(Score.values()).forEach(score -> columns.add(new Column(score.title(), false)));
        List<List<String>> rows = new ArrayList<>();
        Stream.concat(Stream.of(comparison.noisy()), comparison.methods().stream())
                .forEach(method -> {
                    List<String> cells = new ArrayList<>(List.of(method.title()));
                    for (Score score : Score.values()) {
                        cells.add(
                                Decibels.text(Comparison.absolute(method, score).mean(), score.decimals()));
                    }
                    rows.add(cells);
                });
        return new ReportTable("The scores themselves", columns, rows);
    }

    private ReportTable byNoise() {
        List<Column> columns = columns("model");
        comparison.noises().forEach(noise -> columns.add(new Column(noise, false)));
        List<List<String>> rows = new ArrayList<>();
        for (MethodResult method : comparison.methods()) {
            List<String> cells = new ArrayList<>(List.of(method.title()));
            for (String noise : comparison.noises()) {
                cells.add(Decibels.signed(
                        comparison
                                .improvement(
                                        method, Score.SI_SDR, m -> m.noise().equals(noise))
                                .mean(),
                        1));
            }
            rows.add(cells);
        }
        return new ReportTable("Improvement in SI-SDR by noise, dB, mean over its mixtures", columns, rows);
    }

    private ReportTable paired(MethodResult base) {
        List<Column> columns = columns("model");
        Stream.of(Score.values()).forEach(score -> columns.add(new Column("Δ " + score.title(), false)));
        List<List<String>> rows = new ArrayList<>();
        for (MethodResult method : comparison.methods()) {
            if (!method.method().equals(base.method())) {
                List<String> cells = new ArrayList<>(List.of(method.title()));
                for (Score score : Score.values()) {
                    cells.add(Comparison.difference(method, base, score, m -> true)
                            .signed(score.decimals()));
                }
                rows.add(cells);
            }
        }
        return new ReportTable(
                "Difference to " + base.title() + ", mixture by mixture, mean ± standard error", columns, rows);
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        notes().forEach(note -> text.append(MarkdownTable.escape(note)).append("\n\n"));
        for (ReportTable table : tables()) {
            text.append(MarkdownTable.escape(table.caption())).append(":\n\n");
            MarkdownTable.write(text, table);
            text.append('\n');
        }
        return text.toString();
    }
}
