/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Small images in rows, each row with a label on its left.
 *
 * @param title above everything; may be empty
 * @param format of every image
 * @param rows from the top
 */
public record ImageSheet(String title, ImageFormat format, List<Row> rows) implements Picture {
    private static final int GAP = 3;
    private static final int MARGIN = 8;
    private static final int HEAD = 24;
    private static final Color PAPER = Color.WHITE;
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /**
     * Images side by side.
     *
     * @param label on the left; may be empty
     * @param values what the ends of the colours mean
     * @param colours of the numbers
     * @param images each height × width numbers, row by row from the top
     */
    public record Row(String label, Scale values, ColourMap colours, List<float[]> images) {
        /**
         * Copies the list.
         *
         * @param label on the left; may be empty
         * @param values what the ends of the colours mean
         * @param colours of the numbers
         * @param images each height × width numbers, row by row from the top
         */
        public Row {
            images = List.copyOf(images);
        }
    }

    /**
     * Checks that there is something to draw.
     *
     * @param title above everything; may be empty
     * @param format of every image
     * @param rows from the top
     */
    public ImageSheet {
        rows = List.copyOf(rows);
        int pixels = format.height() * format.width();
        if (rows.isEmpty() || rows.stream().allMatch(row -> row.images.isEmpty())) {
            throw new IllegalArgumentException("a sheet must have at least one image: " + title);
        }
        for (Row row : rows) {
            if (row.images.stream().anyMatch(image -> image.length != pixels)) {
                throw new IllegalArgumentException("every image of a sheet must have " + pixels + " pixels: " + title);
            }
        }
    }

    @Override
    public BufferedImage image() {
        int left = MARGIN + labelWidth();
        int most = rows.stream().mapToInt(row -> row.images.size()).max().orElse(0);
        int width = Math.max(left + most * (tileWidth() + GAP), titleWidth() + MARGIN) + MARGIN - GAP;
        int height = head() + rows.size() * (tileHeight() + GAP) - GAP + MARGIN;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image);
        graphics.drawString(title, MARGIN, HEAD - 7);
        for (int r = 0; r < rows.size(); r++) {
            draw(image, graphics, rows.get(r), left, head() + r * (tileHeight() + GAP));
        }
        graphics.dispose();
        return image;
    }

    private int head() {
        return title.isEmpty() ? MARGIN : HEAD;
    }

    private int tileWidth() {
        return format.width() * format.zoom();
    }

    private int tileHeight() {
        return format.height() * format.zoom();
    }

    private int labelWidth() {
        int widest = rows.stream().mapToInt(row -> textWidth(row.label)).max().orElse(0);
        return widest == 0 ? 0 : widest + MARGIN;
    }

    private int titleWidth() {
        return MARGIN + textWidth(title);
    }

    private static int textWidth(String text) {
        Graphics2D graphics = graphics(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        int width = text.isEmpty() ? 0 : graphics.getFontMetrics().stringWidth(text);
        graphics.dispose();
        return width;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(PLAIN);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(SeriesColours.INK);
        return graphics;
    }

    private void draw(BufferedImage target, Graphics2D graphics, Row row, int left, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(row.label, MARGIN, top + (tileHeight() + metrics.getAscent()) / 2 - 1);
        for (int i = 0; i < row.images.size(); i++) {
            tile(target, row, row.images.get(i), left + i * (tileWidth() + GAP), top);
        }
    }

    private void tile(BufferedImage target, Row row, float[] values, int left, int top) {
        for (int y = 0; y < tileHeight(); y++) {
            for (int x = 0; x < tileWidth(); x++) {
                float value = values[y / format.zoom() * format.width() + x / format.zoom()];
                target.setRGB(left + x, top + y, row.colours.colour(row.values.position(value)));
            }
        }
    }
}
