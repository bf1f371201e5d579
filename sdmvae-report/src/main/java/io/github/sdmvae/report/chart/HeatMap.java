/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

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
    private static final int MAX_COLUMNS = 800;
    private static final int MAX_ROWS = 257;

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

    /**
     * The colours alone, without axes and letters, for a page that writes those itself.
     *
     * @return a PNG file of at most 800 × 257 pixels, one per value where they are enough
     * @throws IOException if this Java cannot write PNG
     */
    public byte[] png() throws IOException {
        int width = Math.min(MAX_COLUMNS, values.length);
        int height = Math.min(MAX_ROWS, values[0].length);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours.indexed());
        for (int px = 0; px < width; px++) {
            for (int py = 0; py < height; py++) {
                double value = mean(px, width, height - 1 - py, height);
                image.getRaster().setSample(px, py, 0, ColourMap.index(scale.position(value)));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", new MemoryCacheImageOutputStream(bytes))) {
            throw new IOException("this Java has no PNG writer");
        }
        return bytes.toByteArray();
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
