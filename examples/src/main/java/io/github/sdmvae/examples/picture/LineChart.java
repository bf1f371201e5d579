/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lines between points.
 *
 * @param title above the plot
 * @param series the lines
 * @param x horizontal axis
 * @param y vertical axis
 */
public record LineChart(String title, List<Series> series, Scale x, Scale y) implements Panel {
    /** Told apart by people who do not see red or green, too. */
    private static final List<Color> COLOURS = Stream.of(0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xe69f00)
            .map(Color::new)
            .toList();

    /**
     * One line.
     *
     * @param name in the legend; empty for a line that is not in it
     * @param colour index of its colour; lines that belong together share one
     * @param dashed whether it is dashed
     * @param xs where its points are
     * @param ys their values; NaN breaks the line
     */
    @SuppressWarnings("ArrayRecordComponent") // only read here, and never compared
    public record Series(String name, int colour, boolean dashed, double[] xs, double[] ys) {}

    /**
     * Copies the list.
     *
     * @param title above the plot
     * @param series the lines
     * @param x horizontal axis
     * @param y vertical axis
     */
    public LineChart {
        series = List.copyOf(series);
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle area) {
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.clip(area);
        for (Series line : series) {
            style(inside, line);
            inside.draw(path(line, area));
        }
        inside.dispose();
        legend(graphics, area);
    }

    private static void style(Graphics2D graphics, Series line) {
        float[] dash = line.dashed ? new float[] {5, 4} : null;
        graphics.setColor(COLOURS.get(Math.floorMod(line.colour, COLOURS.size())));
        graphics.setStroke(
                new BasicStroke(line.dashed ? 1.3f : 2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0));
    }

    private Path2D path(Series line, Rectangle area) {
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

    private void legend(Graphics2D graphics, Rectangle area) {
        int line = graphics.getFontMetrics().getHeight() + 2;
        int widest = series.stream()
                .mapToInt(s -> graphics.getFontMetrics().stringWidth(s.name))
                .max()
                .orElse(0);
        int left = area.x + area.width - widest - 12;
        long named = series.stream().filter(s -> !s.name.isEmpty()).count();
        int height = (int) named * line + 4;
        int top = endsHigh() ? area.y + area.height - height - 4 : area.y + 4;
        int py = top + line - 4;
        graphics.setColor(new Color(255, 255, 255, 215));
        graphics.fillRect(left - 40, top, widest + 48, height);
        for (Series s : series) {
            if (!s.name.isEmpty()) {
                style(graphics, s);
                graphics.drawLine(left - 34, py - line / 3, left - 8, py - line / 3);
                graphics.setColor(Figure.INK);
                graphics.drawString(s.name, left, py);
                py += line;
            }
        }
    }

    /** Whether the lines end in the upper half, where the legend would hide them. */
    private boolean endsHigh() {
        return series.stream()
                        .filter(s -> s.ys.length > 0)
                        .mapToDouble(s -> y.position(s.ys[s.ys.length - 1]))
                        .filter(Double::isFinite)
                        .average()
                        .orElse(0)
                > 0.5;
    }
}
