/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * Numbers on a grid as colours.
 *
 * @param title above the plot
 * @param values {@code values[column][row]}: columns from left to right (time), row 0 at the bottom (low frequency)
 * @param x what the columns are
 * @param y what the rows are
 * @param scale what the colours mean
 * @param colours the colours
 */
@SuppressWarnings("ArrayRecordComponent") // large, only read here, and never compared
public record HeatMap(String title, float[][] values, Scale x, Scale y, Scale scale, ColourMap colours)
        implements Panel {

    /**
     * Checks that there is something to draw.
     *
     * @param title above the plot
     * @param values {@code values[column][row]}: columns from left to right (time), row 0 at the bottom (low frequency)
     * @param x what the columns are
     * @param y what the rows are
     * @param scale what the colours mean
     * @param colours the colours
     */
    public HeatMap {
        if (values.length == 0 || values[0].length == 0) {
            throw new IllegalArgumentException("a heat map must have at least one value: " + title);
        }
    }

    @Override
    public void draw(Graphics2D graphics, Rectangle area) {
        BufferedImage image = new BufferedImage(area.width, area.height, BufferedImage.TYPE_INT_RGB);
        for (int px = 0; px < area.width; px++) {
            for (int py = 0; py < area.height; py++) {
                double value = mean(px, area.width, area.height - 1 - py, area.height);
                image.setRGB(px, py, colours.colour(scale.position(value)));
            }
        }
        graphics.drawImage(image, area.x, area.y, null);
    }

    /** The mean of the cells under a pixel: skipping cells instead would hide thin lines in a small picture. */
    private double mean(int px, int width, int py, int height) {
        int columns = values.length;
        int rows = values[0].length;
        int right = end(px, width, columns);
        int top = end(py, height, rows);
        double sum = 0;
        int count = 0;
        for (int c = start(px, width, columns); c < right; c++) {
            for (int r = start(py, height, rows); r < top; r++) {
                sum += values[c][r];
                count++;
            }
        }
        return sum / count;
    }

    private static int start(int pixel, int pixels, int cells) {
        return (int) ((long) pixel * cells / pixels);
    }

    private static int end(int pixel, int pixels, int cells) {
        return Math.max(start(pixel, pixels, cells) + 1, start(pixel + 1, pixels, cells));
    }
}
