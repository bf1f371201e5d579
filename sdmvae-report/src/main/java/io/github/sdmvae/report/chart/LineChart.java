/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.report.markup.Markup;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Lines between points; lines of one name share a colour.
 *
 * @param title above the plot
 * @param x horizontal axis
 * @param y vertical axis
 * @param lines any number
 */
public record LineChart(String title, Scale x, Scale y, List<Line> lines) implements Panel {
    /** Part of every line that the vertical axis need not show: a steep beginning would press the rest to the bottom. */
    private static final int BEGINNING = 12;

    /**
     * One line.
     *
     * @param name in the legend
     * @param dashed whether it is dashed, beside solid ones of its name
     * @param xs where its points are, rising
     * @param ys their values; NaN breaks the line
     */
    @SuppressWarnings("ArrayRecordComponent") // copied, only read here, and never compared
    public record Line(String name, boolean dashed, double[] xs, double[] ys) {
        /**
         * Checks and copies.
         *
         * @param name in the legend
         * @param dashed whether it is dashed
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

        /**
         * A solid line.
         *
         * @param name in the legend
         * @param xs where its points are, rising
         * @param ys their values; NaN breaks the line
         * @return the line
         */
        public static Line solid(String name, double[] xs, double[] ys) {
            return new Line(name, false, xs, ys);
        }
    }

    /**
     * Copies the list.
     *
     * @param title above the plot
     * @param x horizontal axis
     * @param y vertical axis
     * @param lines any number
     */
    public LineChart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(y, "y");
        lines = List.copyOf(lines);
    }

    /**
     * A chart with axes round its lines. The vertical one leaves out the first twelfth of every line, whose steep
     * beginning would press the rest into a line at the bottom.
     *
     * @param title above the plot
     * @param xLabel what goes from left to right
     * @param yLabel what goes upwards
     * @param lines any number
     * @return the chart
     */
    public static LineChart of(String title, String xLabel, String yLabel, List<Line> lines) {
        double[] xs = lines.stream().flatMapToDouble(l -> Arrays.stream(l.xs)).toArray();
        double[] ys = lines.stream()
                .flatMapToDouble(l -> Arrays.stream(l.ys).skip(l.ys.length / BEGINNING))
                .toArray();
        return new LineChart(title, Scale.around(xLabel, xs), Scale.around(yLabel, ys), lines);
    }

    /**
     * The names of the lines.
     *
     * @return each once
     */
    public List<String> names() {
        return lines.stream().map(Line::name).distinct().toList();
    }

    /**
     * Draws as SVG, with the colours that a legend of these names has, see {@link ChartStyle}.
     *
     * @param page where to
     * @param names of the legend, all of the lines' among them
     */
    public void writeSvg(Markup page, List<String> names) {
        new SvgLines(this, names).writeTo(page);
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle area) {
        List<String> names = names();
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.clip(area);
        for (Line line : lines) {
            style(inside, names.indexOf(line.name), line.dashed);
            inside.draw(path(line, area));
        }
        inside.dispose();
        legend(graphics, area, names);
    }

    private static void style(Graphics2D graphics, int series, boolean dashed) {
        float[] dash = dashed ? new float[] {5, 4} : null;
        graphics.setColor(SeriesColours.of(series));
        graphics.setStroke(
                new BasicStroke(dashed ? 1.3f : 2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
    }

    private Path2D path(Line line, Rectangle area) {
        Path2D path = new Path2D.Double();
        boolean down = false;
        for (int i = 0; i < line.xs.length; i++) {
            if (Double.isNaN(line.ys[i])) {
                down = false;
                continue;
            }
            double px = area.x + x.position(line.xs[i]) * area.width;
            double py = area.y + (1 - y.position(line.ys[i])) * area.height;
            if (down) {
                path.lineTo(px, py);
            } else {
                path.moveTo(px, py);
                // A curve of a single point would be invisible.
                path.lineTo(px + 1, py);
            }
            down = true;
        }
        return path;
    }

    private void legend(Graphics2D graphics, Rectangle area, List<String> names) {
        int line = graphics.getFontMetrics().getHeight() + 2;
        int widest = names.stream()
                .mapToInt(name -> graphics.getFontMetrics().stringWidth(name))
                .max()
                .orElse(0);
        int left = area.x + area.width - widest - 12;
        int height = names.size() * line + 4;
        int top = endsHigh() ? area.y + area.height - height - 4 : area.y + 4;
        graphics.setColor(new Color(255, 255, 255, 215));
        graphics.fillRect(left - 40, top, widest + 48, height);
        for (int i = 0; i < names.size(); i++) {
            int baseline = top + (i + 1) * line - 4;
            style(graphics, i, false);
            graphics.drawLine(left - 34, baseline - line / 3, left - 8, baseline - line / 3);
            graphics.setColor(SeriesColours.INK);
            graphics.drawString(names.get(i), left, baseline);
        }
    }

    /** Whether the lines end in the upper half, where the legend would hide them. */
    private boolean endsHigh() {
        return lines.stream()
                        .filter(s -> s.ys.length > 0)
                        .mapToDouble(s -> y.position(s.ys[s.ys.length - 1]))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0)
                > 0.5;
    }
}
