/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Lines of a {@link Report}, drawn as SVG.
 *
 * @param title above it
 * @param xLabel what goes from left to right
 * @param yLabel what goes upwards
 * @param lines any number; lines of one name share a colour
 */
public record LineChart(String title, String xLabel, String yLabel, List<Line> lines) {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 300;
    private static final int LEFT = 62;
    private static final int TOP = 34;
    private static final int INNER_WIDTH = WIDTH - LEFT - 14;
    private static final int INNER_HEIGHT = HEIGHT - TOP - 48;
    private static final int MAX_POINTS = 160;
    /** Colours that the style sheet knows. */
    static final int COLOURS = 10;

    /**
     * One line.
     *
     * @param name in the legend
     * @param xs where its points are, rising
     * @param ys their values; NaN breaks the line
     */
    @SuppressWarnings("ArrayRecordComponent") // copied, only read here, and never compared
    public record Line(String name, double[] xs, double[] ys) {
        /**
         * Checks and copies.
         *
         * @param name in the legend
         * @param xs where its points are
         * @param ys their values
         * @throws IllegalArgumentException if there are not as many values as places
         */
        public Line {
            Objects.requireNonNull(name, "name");
            if (xs.length != ys.length) {
                throw new IllegalArgumentException("a line must have a value for each of its " + xs.length
                        + " places, got " + ys.length + " values: " + name);
            }
            xs = xs.clone();
            ys = ys.clone();
        }
    }

    /**
     * Checks and copies.
     *
     * @param title above it
     * @param xLabel what goes from left to right
     * @param yLabel what goes upwards
     * @param lines any number
     */
    public LineChart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(xLabel, "xLabel");
        Objects.requireNonNull(yLabel, "yLabel");
        lines = List.copyOf(lines);
    }

    /** The names of the lines, each once. */
    List<String> names() {
        return lines.stream().map(Line::name).distinct().toList();
    }

    /** Draws with the colours that a legend of these names has. */
    void writeTo(Markup page, List<String> names) {
        Axis x = Axis.round(
                lines.stream().flatMapToDouble(l -> Arrays.stream(l.xs)).toArray());
        // Without the steep beginning, which would press the rest into a line at the bottom.
        Axis y = Axis.round(lines.stream()
                .flatMapToDouble(l -> Arrays.stream(l.ys).skip(l.ys.length / 12))
                .toArray());
        page.open("svg", "viewBox", "0 0 " + WIDTH + " " + HEIGHT, "role", "img", "aria-label", description());
        page.element("text", title, "x", LEFT + INNER_WIDTH / 2, "y", 20, "class", "middle strong");
        grid(page, x, y);
        page.open("svg", "x", LEFT, "y", TOP, "width", INNER_WIDTH, "height", INNER_HEIGHT);
        for (Line line : lines) {
            page.empty("path", "class", "line s" + names.indexOf(line.name) % COLOURS, "d", path(line, x, y));
        }
        page.close("svg").close("svg");
    }

    private void grid(Markup page, Axis x, Axis y) {
        for (double tick : y.ticks(5)) {
            double at = TOP + (1 - y.position(tick)) * INNER_HEIGHT;
            page.empty("line", "class", "grid", "x1", LEFT, "x2", LEFT + INNER_WIDTH, "y1", f(at), "y2", f(at));
            page.element("text", y.text(tick, 5), "x", LEFT - 6, "y", f(at + 4), "class", "end");
        }
        for (double tick : x.ticks(5)) {
            double at = LEFT + x.position(tick) * INNER_WIDTH;
            page.element("text", x.text(tick, 5), "x", f(at), "y", TOP + INNER_HEIGHT + 18, "class", "middle");
        }
        int middle = TOP + INNER_HEIGHT / 2;
        page.element("text", xLabel, "x", LEFT + INNER_WIDTH / 2, "y", HEIGHT - 8, "class", "middle");
        page.element(
                "text", yLabel, "x", 12, "y", middle, "class", "middle", "transform", "rotate(-90 12 " + middle + ")");
        page.empty("rect", "class", "frame", "x", LEFT, "y", TOP, "width", INNER_WIDTH, "height", INNER_HEIGHT);
    }

    /** At most so many points as can be told apart; the last one always. */
    private static String path(Line line, Axis x, Axis y) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        int step = Math.max(1, line.xs.length / MAX_POINTS);
        for (int i : places(line.xs.length, step)) {
            if (!Double.isFinite(line.ys[i])) {
                down = false;
                continue;
            }
            // Far outside the frame is as good as further out.
            double height = Math.max(-9, Math.min(9, 1 - y.position(line.ys[i])));
            path.append(down ? 'L' : 'M').append(f(x.position(line.xs[i]) * INNER_WIDTH));
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
        StringBuilder text = new StringBuilder(title)
                .append(", ")
                .append(yLabel)
                .append(" by ")
                .append(xLabel);
        for (Line line : lines) {
            if (line.ys.length > 0) {
                text.append("; ").append(line.name).append(" ends at ");
                text.append(String.format(Locale.ROOT, "%.4g", line.ys[line.ys.length - 1]));
            }
        }
        return text.toString();
    }

    private static String f(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
