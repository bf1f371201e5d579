/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static io.github.sdmvae.report.chart.SvgFrame.f;

import io.github.sdmvae.report.chart.PlaneChart.Panel;
import io.github.sdmvae.report.chart.PlaneChart.Point;
import io.github.sdmvae.report.chart.PlaneChart.Series;
import io.github.sdmvae.report.markup.Markup;
import java.util.List;

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
        SvgFrame.open(page, chart.title(), width, height, alone);
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
        SvgFrame frame = new SvgFrame(panel.x(), panel.y(), left, top, INNER_WIDTH, INNER_HEIGHT);
        page.element("text", panel.yLabel(), "x", left + INNER_WIDTH / 2, "y", top - 10, "class", "middle strong");
        grid(page, frame);
        page.empty("path", "class", "line dashed front", "d", path(frame, panel.frontier()));
        for (Series series : panel.series()) {
            int colour = SeriesColours.number(chart.names().indexOf(series.name()));
            page.empty("path", "class", "line s" + colour, "d", path(frame, series.drawn()));
            series.drawn().forEach(point -> point(page, frame, series.name(), point, colour));
        }
        labels(page, panel, frame);
    }

    /** After all points, so that none lies under one. */
    private static void labels(Markup page, Panel panel, SvgFrame frame) {
        Labels labels = new Labels(new Labels.Box(frame.left(), frame.top(), frame.width(), frame.height()));
        List<Point> points =
                panel.series().stream().flatMap(one -> one.drawn().stream()).toList();
        points.forEach(point -> labels.keepFree(frame.across(point.x()), frame.down(point.y()), RADIUS));
        points.stream().filter(point -> !point.label().isEmpty()).forEach(point -> label(page, frame, labels, point));
    }

    private static void grid(Markup page, SvgFrame frame) {
        frame.ticksUp(page, TICKS);
        frame.linesAcross(page, TICKS);
        frame.ticksAcross(page, TICKS);
        int middle = frame.left() + INNER_WIDTH / 2;
        page.element("text", frame.x().label(), "x", middle, "y", frame.bottom() + 38, "class", "middle");
        frame.outline(page);
    }

    private static String path(SvgFrame frame, List<Point> points) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(f(frame.across(point.x())))
                    .append(' ')
                    .append(f(frame.down(point.y())));
        }
        return path.toString();
    }

    private static void point(Markup page, SvgFrame frame, String series, Point point, int colour) {
        String x = f(frame.across(point.x()));
        String y = f(frame.down(point.y()));
        String stroke = "line thin s" + colour;
        if (point.spreadX() > 0) {
            String from = f(frame.across(point.x() - point.spreadX()));
            String to = f(frame.across(point.x() + point.spreadX()));
            page.empty("line", "class", stroke, "x1", from, "x2", to, "y1", y, "y2", y);
        }
        if (point.spreadY() > 0) {
            String from = f(frame.down(point.y() - point.spreadY()));
            String to = f(frame.down(point.y() + point.spreadY()));
            page.empty("line", "class", stroke, "x1", x, "x2", x, "y1", from, "y2", to);
        }
        page.open("circle", "class", "f" + colour, "cx", x, "cy", y, "r", RADIUS);
        page.element("title", series + (point.label().isEmpty() ? "" : ", " + point.label()));
        page.close("circle");
    }

    private static void label(Markup page, SvgFrame frame, Labels labels, Point point) {
        double x = frame.across(point.x());
        double y = frame.down(point.y());
        Labels.Box box = labels.place(point.label(), x, y);
        if (box.isFarFrom(x, y)) {
            double end = Math.max(box.left(), Math.min(box.left() + box.width(), x));
            double edge = box.top() > y ? box.top() : box.top() + box.height();
            page.empty("line", "class", "grid", "x1", f(x), "y1", f(y), "x2", f(end), "y2", f(edge));
        }
        page.element("text", point.label(), "x", f(box.left()), "y", f(box.baseline()), "class", "small");
    }
}
