/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Two figures of many models as points of the plane, one panel per pair. Models of one series are joined by a line; a
 * dashed one joins those that no other betters in both figures, where less is better across and more is better upwards.
 *
 * @param title above it
 * @param panels side by side, two in a row; at least one
 */
public record PlaneChart(String title, List<Panel> panels) {
    /**
     * A model.
     *
     * @param label beside it; may be empty
     * @param x first figure; a point with a figure that is not finite is left out
     * @param y second figure
     * @param spreadX half length of the bar across; NaN or 0 for none
     * @param spreadY half length of the upright bar; NaN or 0 for none
     */
    public record Point(String label, double x, double y, double spreadX, double spreadY) {
        /**
         * Checks that there is a label.
         *
         * @param label beside it; may be empty
         * @param x first figure
         * @param y second figure
         * @param spreadX half length of the bar across
         * @param spreadY half length of the upright bar
         */
        public Point {
            Objects.requireNonNull(label, "label");
        }

        boolean isDrawn() {
            return Double.isFinite(x) && Double.isFinite(y);
        }
    }

    /**
     * Models of one kind, joined in this order.
     *
     * @param name in the legend
     * @param points any number
     */
    public record Series(String name, List<Point> points) {
        /**
         * Copies the list.
         *
         * @param name in the legend
         * @param points any number
         */
        public Series {
            Objects.requireNonNull(name, "name");
            points = List.copyOf(points);
        }

        List<Point> drawn() {
            return points.stream().filter(Point::isDrawn).toList();
        }
    }

    /**
     * Two figures of all models.
     *
     * @param yLabel second figure, upwards
     * @param xLabel first figure, across
     * @param series any number
     */
    public record Panel(String yLabel, String xLabel, List<Series> series) {
        /**
         * Copies the list.
         *
         * @param yLabel second figure, upwards
         * @param xLabel first figure, across
         * @param series any number
         */
        public Panel {
            Objects.requireNonNull(yLabel, "yLabel");
            Objects.requireNonNull(xLabel, "xLabel");
            series = List.copyOf(series);
        }

        private List<Point> drawn() {
            return series.stream().flatMap(one -> one.drawn().stream()).toList();
        }

        Scale x() {
            return Scale.around(
                    xLabel,
                    drawn().stream().flatMapToDouble(p -> ends(p.x, p.spreadX)).toArray());
        }

        Scale y() {
            return Scale.around(
                    yLabel,
                    drawn().stream().flatMapToDouble(p -> ends(p.y, p.spreadY)).toArray());
        }

        private static DoubleStream ends(double value, double spread) {
            return spread > 0 ? DoubleStream.of(value - spread, value + spread) : DoubleStream.of(value);
        }

        /** The points that no other betters: from the left, each higher than all before it. */
        List<Point> frontier() {
            List<Point> sorted = drawn().stream()
                    .sorted(Comparator.comparingDouble(Point::x).thenComparing(Point::y, Comparator.reverseOrder()))
                    .toList();
            List<Point> best = new ArrayList<>();
            for (Point point : sorted) {
                if (best.isEmpty() || point.y > best.get(best.size() - 1).y) {
                    best.add(point);
                }
            }
            return best;
        }
    }

    /**
     * Checks and copies.
     *
     * @param title above it
     * @param panels at least one
     * @throws IllegalArgumentException if there is none
     */
    public PlaneChart {
        Objects.requireNonNull(title, "title");
        panels = List.copyOf(panels);
        if (panels.isEmpty()) {
            throw new IllegalArgumentException("a chart must have at least one panel, got none: " + title);
        }
    }

    /** The names of the series, each once. */
    List<String> names() {
        return panels.stream()
                .flatMap(panel -> panel.series.stream())
                .map(Series::name)
                .distinct()
                .toList();
    }

    /**
     * Writes the chart as a picture of its own.
     *
     * @param file an SVG file; its folder must exist
     * @throws IOException if it cannot be written
     */
    public void writeSvg(Path file) throws IOException {
        Markup picture = new Markup();
        new SvgPlane(this).writeTo(picture, true);
        AtomicFile.write(file, picture.toString());
    }

    /**
     * Draws inside a page, see {@link ChartStyle}.
     *
     * @param page where to
     */
    public void writeSvg(Markup page) {
        new SvgPlane(this).writeTo(page, false);
    }
}
