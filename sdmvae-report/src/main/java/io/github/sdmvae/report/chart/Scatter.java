/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;

/**
 * Points in the plane, coloured by class, the number of each class written at the mean of its points.
 *
 * @param title above the plot
 * @param points rows of two numbers
 * @param classes one per point, at least 0; empty for points of one kind
 * @param x horizontal axis
 * @param y vertical axis
 */
@SuppressWarnings("ArrayRecordComponent") // large, only read here, and never compared
public record Scatter(String title, float[][] points, int[] classes, Scale x, Scale y) implements Panel {
    private static final double SIZE = 2.6;

    /**
     * Checks that every point has a class.
     *
     * @param title above the plot
     * @param points rows of two numbers
     * @param classes one per point, at least 0; empty for points of one kind
     * @param x horizontal axis
     * @param y vertical axis
     */
    public Scatter {
        if (classes.length != 0 && classes.length != points.length) {
            throw new IllegalArgumentException("there must be as many classes as points, got " + classes.length
                    + " classes for " + points.length + " points");
        }
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle area) {
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.clip(area);
        for (int i = 0; i < points.length; i++) {
            inside.setColor(SeriesColours.of(classOf(i)));
            double px = across(area, points[i][0]) - SIZE / 2;
            double py = down(area, points[i][1]) - SIZE / 2;
            inside.fill(new Ellipse2D.Double(px, py, SIZE, SIZE));
        }
        for (int c = 0; classes.length > 0 && c < 10; c++) {
            name(inside, area, c);
        }
        inside.dispose();
    }

    private int classOf(int point) {
        return classes.length == 0 ? 0 : classes[point];
    }

    private double across(Rectangle area, double value) {
        return area.x + x.position(value) * area.width;
    }

    private double down(Rectangle area, double value) {
        return area.y + (1 - y.position(value)) * area.height;
    }

    private void name(Graphics2D graphics, Rectangle area, int wanted) {
        double px = 0;
        double py = 0;
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            double right = x.position(points[i][0]);
            double up = y.position(points[i][1]);
            // Points outside the plot are not seen: they should not pull the name there.
            if (classes[i] == wanted && Math.abs(right - 0.5) <= 0.5 && Math.abs(up - 0.5) <= 0.5) {
                px += area.x + right * area.width;
                py += area.y + (1 - up) * area.height;
                count++;
            }
        }
        if (count > 0) {
            write(graphics, Integer.toString(wanted), (int) (px / count), (int) (py / count));
        }
    }

    private static void write(Graphics2D graphics, String text, int px, int py) {
        FontMetrics metrics = graphics.getFontMetrics();
        int width = metrics.stringWidth(text);
        graphics.setColor(new Color(255, 255, 255, 215));
        graphics.fillRoundRect(px - width / 2 - 3, py - 8, width + 6, 16, 6, 6);
        graphics.setColor(SeriesColours.INK);
        graphics.drawString(text, px - width / 2, py + 5);
    }
}
