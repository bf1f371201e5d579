/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static io.github.sdmvae.report.chart.SvgFrame.f;

import io.github.sdmvae.report.chart.LineChart.Line;
import io.github.sdmvae.report.markup.Markup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws a {@link LineChart} as SVG.
 *
 * @param chart what to draw
 * @param names of the legend that it is under
 */
record SvgLines(LineChart chart, List<String> names) {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int TOP = 34;
    private static final int INNER_WIDTH = WIDTH - LEFT - 14;
    private static final int INNER_HEIGHT = HEIGHT - TOP - 48;
    private static final int MAX_POINTS = 160;
    private static final int TICKS = 5;

    void writeTo(Markup page) {
        page.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", description());
        page.element("text", chart.title(), "x", LEFT + INNER_WIDTH / 2, "y", 20, "class", "middle strong");
        grid(page, new SvgFrame(chart.x(), chart.y(), LEFT, TOP, INNER_WIDTH, INNER_HEIGHT));
        page.open("svg", "x", LEFT, "y", TOP, "width", INNER_WIDTH, "height", INNER_HEIGHT);
        for (Line line : chart.lines()) {
            String colour = " s" + SeriesColours.number(names.indexOf(line.name()));
            page.empty("path", "class", "line" + colour + (line.dashed() ? " dashed" : ""), "d", path(line));
        }
        page.close("svg").close("svg");
    }

    private static void grid(Markup page, SvgFrame frame) {
        frame.ticksUp(page, TICKS);
        frame.ticksAcross(page, TICKS);
        int middle = TOP + INNER_HEIGHT / 2;
        page.element("text", frame.x().label(), "x", LEFT + INNER_WIDTH / 2, "y", HEIGHT - 8, "class", "middle");
        page.element(
                "text",
                frame.y().label(),
                "x",
                12,
                "y",
                middle,
                "class",
                "middle",
                "transform",
                "rotate(-90 12 " + middle + ")");
        frame.outline(page);
    }

    /** At most so many points as can be told apart; the last one always. */
    private String path(Line line) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        int step = Math.max(1, line.xs().length / MAX_POINTS);
        for (int i : places(line.xs().length, step)) {
            if (!Double.isFinite(line.ys()[i])) {
                down = false;
                continue;
            }
            // Far outside the frame is as good as further out.
            double height = Math.max(-9, Math.min(9, 1 - chart.y().position(line.ys()[i])));
            path.append(down ? 'L' : 'M').append(f(chart.x().position(line.xs()[i]) * INNER_WIDTH));
            path.append(' ').append(f(height * INNER_HEIGHT));
            if (!down) {
                path.append("h0.5"); // a line of a single point would be invisible
            }
            down = true;
        }
        return path.toString();
    }

    private static List<Integer> places(int length, int step) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < length; i += step) {
            places.add(i);
        }
        if (length > 0 && (length - 1) % step != 0) {
            places.add(length - 1);
        }
        return places;
    }

    private String description() {
        StringBuilder text = new StringBuilder(chart.title())
                .append(", ")
                .append(chart.y().label())
                .append(" by ")
                .append(chart.x().label());
        for (Line line : chart.lines()) {
            if (line.ys().length > 0) {
                text.append("; ").append(line.name()).append(" ends at ");
                text.append(String.format(Locale.ROOT, "%.4g", line.ys()[line.ys().length - 1]));
            }
        }
        return text.toString();
    }
}
