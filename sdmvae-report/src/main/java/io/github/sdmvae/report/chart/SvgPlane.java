/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.report.chart.PlaneChart.Panel;
import io.github.sdmvae.report.chart.PlaneChart.Point;
import io.github.sdmvae.report.chart.PlaneChart.Series;
import io.github.sdmvae.report.markup.Markup;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link PlaneChart} as SVG.
 *
 * @param chart what to draw
 */
record SvgPlane(PlaneChart chart) {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 380;
    private static final int LEFT = 62;
    private static final int TOP = 34;
    private static final int INNER_WIDTH = WIDTH - LEFT - 20;
    private static final int INNER_HEIGHT = HEIGHT - TOP - 52;
    private static final int COLUMNS = 2;
    private static final int TICKS = 6;
    private static final int HEAD = 36;
    private static final int LEGEND_ROW = 22;
    private static final int LEGEND_COLUMNS = 4;
    private static final double RADIUS = 4.5;

    void writeTo(Markup page, boolean alone) {
        int across = Math.min(COLUMNS, chart.panels().size());
        int down = (chart.panels().size() + COLUMNS - 1) / COLUMNS;
        int head = HEAD + legendRows() * LEGEND_ROW;
        int width = across * WIDTH;
        int height = head + down * HEIGHT;
        String box = "0 0 " + width + " " + height;
        if (alone) {
            page.open(
                    "svg",
                    "xmlns",
                    "http://www.w3.org/2000/svg",
                    "viewBox",
                    box,
                    "width",
                    width,
                    "height",
                    height,
                    "role",
                    "img",
                    "aria-label",
                    chart.title());
            page.open("style").raw(ChartStyle.css()).close("style");
            page.empty("rect", "class", "back", "width", width, "height", height);
        } else {
            page.open("svg", "viewBox", box, "role", "img", "class", "wide", "aria-label", chart.title());
        }
        page.element("text", chart.title(), "x", 12, "y", 22, "class", "strong");
        legend(page, width);
        for (int p = 0; p < chart.panels().size(); p++) {
            panel(page, chart.panels().get(p), p % COLUMNS * WIDTH + LEFT, head + p / COLUMNS * HEIGHT + TOP);
        }
        page.close("svg");
    }

    private int legendRows() {
        return (chart.names().size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
    }

    private void legend(Markup page, int width) {
        List<String> names = chart.names();
        for (int i = 0; i < names.size(); i++) {
            int x = 18 + i % LEGEND_COLUMNS * (width - 24) / LEGEND_COLUMNS;
            int y = HEAD + i / LEGEND_COLUMNS * LEGEND_ROW + 6;
            page.empty("circle", "class", "f" + SeriesColours.number(i), "cx", x, "cy", y, "r", 5);
            page.element("text", names.get(i), "x", x + 12, "y", y + 4);
        }
    }

    private void panel(Markup page, Panel panel, int left, int top) {
        Frame frame = new Frame(panel.x(), panel.y(), left, top);
        page.element("text", panel.yLabel(), "x", left + INNER_WIDTH / 2, "y", top - 10, "class", "middle strong");
        frame.grid(page);
        page.empty("path", "class", "line dashed front", "d", frame.path(panel.frontier()));
        for (Series series : panel.series()) {
            int colour = SeriesColours.number(chart.names().indexOf(series.name()));
            page.empty("path", "class", "line s" + colour, "d", frame.path(series.drawn()));
            series.drawn().forEach(point -> frame.point(page, series.name(), point, colour));
        }
        labels(page, panel, frame);
    }

    /** After all points, so that none lies under one. */
    private static void labels(Markup page, Panel panel, Frame frame) {
        Labels labels = frame.labels();
        List<Point> points =
                panel.series().stream().flatMap(one -> one.drawn().stream()).toList();
        points.forEach(point -> labels.keepFree(frame.pixelX(point), frame.pixelY(point), RADIUS));
        points.stream().filter(point -> !point.label().isEmpty()).forEach(point -> frame.label(page, labels, point));
    }

    /** Where a panel's numbers lie on the page. */
    private record Frame(Scale x, Scale y, int left, int top) {
        private String across(double value) {
            return f(left + x.position(value) * INNER_WIDTH);
        }

        private String down(double value) {
            return f(top + (1 - y.position(value)) * INNER_HEIGHT);
        }

        void grid(Markup page) {
            int bottom = top + INNER_HEIGHT;
            for (double tick : y.ticks(TICKS)) {
                page.empty(
                        "line",
                        "class",
                        "grid",
                        "x1",
                        left,
                        "x2",
                        left + INNER_WIDTH,
                        "y1",
                        down(tick),
                        "y2",
                        down(tick));
                String at = f(top + (1 - y.position(tick)) * INNER_HEIGHT + 4);
                page.element("text", y.text(tick, TICKS), "x", left - 6, "y", at, "class", "end");
            }
            for (double tick : x.ticks(TICKS)) {
                page.empty("line", "class", "grid", "x1", across(tick), "x2", across(tick), "y1", top, "y2", bottom);
                page.element("text", x.text(tick, TICKS), "x", across(tick), "y", bottom + 18, "class", "middle");
            }
            page.element("text", x.label(), "x", left + INNER_WIDTH / 2, "y", bottom + 38, "class", "middle");
            page.empty("rect", "class", "frame", "x", left, "y", top, "width", INNER_WIDTH, "height", INNER_HEIGHT);
        }

        double pixelX(Point point) {
            return left + x.position(point.x()) * INNER_WIDTH;
        }

        double pixelY(Point point) {
            return top + (1 - y.position(point.y())) * INNER_HEIGHT;
        }

        Labels labels() {
            return new Labels(new Labels.Box(left, top, INNER_WIDTH, INNER_HEIGHT));
        }

        void label(Markup page, Labels labels, Point point) {
            Labels.Box box = labels.place(point.label(), pixelX(point), pixelY(point));
            if (box.isFarFrom(pixelX(point), pixelY(point))) {
                double end = Math.max(box.left(), Math.min(box.left() + box.width(), pixelX(point)));
                double edge = box.top() > pixelY(point) ? box.top() : box.top() + box.height();
                String x1 = f(pixelX(point));
                page.empty(
                        "line", "class", "grid", "x1", x1, "y1", f(pixelY(point)), "x2", f(end), "y2", f(edge));
            }
            page.element("text", point.label(), "x", f(box.left()), "y", f(box.baseline()), "class", "small");
        }

        String path(List<Point> points) {
            StringBuilder path = new StringBuilder();
            for (Point point : points) {
                path.append(path.length() == 0 ? 'M' : 'L')
                        .append(across(point.x()))
                        .append(' ')
                        .append(down(point.y()));
            }
            return path.toString();
        }

        void point(Markup page, String series, Point point, int colour) {
            String stroke = "line thin s" + colour;
            if (point.spreadX() > 0) {
                page.empty(
                        "line",
                        "class",
                        stroke,
                        "x1",
                        across(point.x() - point.spreadX()),
                        "x2",
                        across(point.x() + point.spreadX()),
                        "y1",
                        down(point.y()),
                        "y2",
                        down(point.y()));
            }
            if (point.spreadY() > 0) {
                page.empty(
                        "line",
                        "class",
                        stroke,
                        "x1",
                        across(point.x()),
                        "x2",
                        across(point.x()),
                        "y1",
                        down(point.y() - point.spreadY()),
                        "y2",
                        down(point.y() + point.spreadY()));
            }
            page.open("circle", "class", "f" + colour, "cx", across(point.x()), "cy", down(point.y()), "r", RADIUS);
            page.element("title", series + (point.label().isEmpty() ? "" : ", " + point.label()));
            page.close("circle");
        }
    }

    private static String f(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
