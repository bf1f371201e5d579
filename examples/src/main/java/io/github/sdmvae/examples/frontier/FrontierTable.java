/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.paper.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The frontier as tables.
 *
 * @param points models with their figures
 * @param figures columns; the first is the quality by which losses are counted
 * @param tolerance how much of it may be lost
 * @param note what the figures are of
 */
record FrontierTable(List<FrontierPoint> points, List<Figure> figures, double tolerance, String note) {
    private static final String DASH = "–";

    FrontierTable {
        points = List.copyOf(points);
        figures = List.copyOf(figures);
    }

    private Figure quality() {
        return figures.get(0);
    }

    /** The plain VAE of the same m, if it is there. */
    private Optional<FrontierPoint> vae(int latent) {
        return points.stream()
                .filter(point -> point.latent() == latent && point.model().id().equals(Family.VAE.id()))
                .findFirst();
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        List<String> titles = new ArrayList<>(List.of("model", "m"));
        figures.forEach(figure -> titles.add(figure.title()));
        titles.add("Δ " + quality().title() + " to VAE");
        titles.add("seeds");
        row(text, titles);
        text.append("| --- |").append(" ---: |".repeat(titles.size() - 1)).append('\n');
        points.forEach(point -> row(text, cells(point)));
        text.append('\n').append(note).append('\n');
        points.stream().map(FrontierPoint::latent).distinct().forEach(m -> answer(text, m));
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private List<String> cells(FrontierPoint point) {
        List<String> cells = new ArrayList<>(List.of(point.model().title(), Integer.toString(point.latent())));
        figures.forEach(figure -> cells.add(text(point.of(figure.key()), figure.decimals())));
        cells.add(vae(point.latent())
                .filter(vae -> !vae.equals(point))
                .map(vae -> point.minus(vae, quality().key()))
                .map(spread -> Double.isNaN(spread.mean())
                        ? DASH
                        : spread.signed(quality().decimals()))
                .orElse(DASH));
        cells.add(Integer.toString(point.runs().size()));
        return cells;
    }

    private static String text(Spread spread, int decimals) {
        return Double.isNaN(spread.mean()) ? DASH : spread.text(decimals);
    }

    /** Which model has the fewest entries at a loss within the tolerance. */
    private void answer(StringBuilder text, int latent) {
        Optional<FrontierPoint> vae = vae(latent);
        if (vae.isEmpty()) {
            return;
        }
        points.stream()
                .filter(point -> point.latent() == latent)
                .filter(point -> Double.isFinite(point.of(Figure.ENTRIES.key()).mean()))
                .filter(point -> point.equals(vae.get())
                        || point.minus(vae.get(), quality().key()).mean() >= -tolerance)
                .min(Comparator.comparingDouble(
                        point -> point.of(Figure.ENTRIES.key()).mean()))
                .ifPresent(best -> text.append(String.format(
                        Locale.ROOT,
                        "%nm = %d, fewest entries at a loss of at most %s %s against the VAE: %s, %s entries.%n",
                        latent,
                        tolerance,
                        quality().title(),
                        best.model().title(),
                        best.of(Figure.ENTRIES.key()).text(1))));
    }

    /** One line per run, to the last digit. */
    String csv() {
        StringBuilder text = new StringBuilder("model,m,seed");
        figures.forEach(figure -> text.append(',').append(figure.key()));
        text.append("\r\n");
        for (FrontierPoint point : points) {
            point.runs().forEach((seed, run) -> text.append(csv(point, seed, run)));
        }
        return text.toString();
    }

    private String csv(FrontierPoint point, long seed, Map<String, Double> run) {
        StringBuilder line = new StringBuilder(point.model().id() + "," + point.latent() + "," + seed);
        for (Figure figure : figures) {
            double value = run.getOrDefault(figure.key(), Double.NaN);
            line.append(',').append(Double.isNaN(value) ? "" : Double.toString(value));
        }
        return line.append("\r\n").toString();
    }
}
