/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.frontier;

import io.github.sdmvae.examples.output.ResultFolder;
import io.github.sdmvae.report.chart.PlaneChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes tables and pictures of the frontier. */
final class FrontierFiles {
    private static final String TABLE = "frontier.md";
    private static final String CSV = "frontier.csv";

    private final Path folder;
    private final List<Figure> figures;
    private final double tolerance;
    private final String note;

    FrontierFiles(Path folder, List<Figure> figures, double tolerance, String note) {
        this.folder = folder;
        this.figures = figures;
        this.tolerance = tolerance;
        this.note = note;
    }

    /** Refuses, before the work, a folder in which a table is somebody else's. */
    void requireOwn() throws IOException {
        ResultFolder.open(folder, TABLE, CSV);
    }

    /**
     * Writes what is there.
     *
     * @return the table as Markdown
     */
    synchronized String write(List<FrontierPoint.Run> runs) throws IOException {
        List<FrontierPoint> points = FrontierPoint.of(runs);
        FrontierTable table = new FrontierTable(points, figures, tolerance, note);
        ResultFolder results = ResultFolder.open(folder, TABLE, CSV);
        String markdown = table.markdown();
        results.markdown(TABLE, markdown);
        results.csv(CSV, table.csv());
        for (int m : points.stream().map(FrontierPoint::latent).distinct().toList()) {
            chart(points.stream().filter(point -> point.latent() == m).toList(), m)
                    .writeSvg(folder.resolve("frontier-m" + m + ".svg"));
        }
        return markdown;
    }

    private PlaneChart chart(List<FrontierPoint> points, int latent) {
        List<PlaneChart.Panel> panels = figures.stream()
                .filter(figure -> figure.kind() == Figure.Kind.QUALITY)
                .map(figure -> panel(points, figure))
                .toList();
        return new PlaneChart("m = " + latent + ": quality over " + Figure.ENTRIES.title(), panels);
    }

    private static PlaneChart.Panel panel(List<FrontierPoint> points, Figure figure) {
        Map<String, List<PlaneChart.Point>> families = new LinkedHashMap<>();
        for (FrontierPoint point : points) {
            families.computeIfAbsent(point.model().family().title(), name -> new ArrayList<>())
                    .add(new PlaneChart.Point(
                            point.model().knob(),
                            point.of(Figure.ENTRIES.key()).mean(),
                            point.of(figure.key()).mean(),
                            point.of(Figure.ENTRIES.key()).deviation(),
                            point.of(figure.key()).deviation()));
        }
        return new PlaneChart.Panel(
                figure.title(),
                "entries that carry 90 % of a frame’s information",
                families.entrySet().stream()
                        .map(family -> new PlaneChart.Series(family.getKey(), family.getValue()))
                        .toList());
    }
}
