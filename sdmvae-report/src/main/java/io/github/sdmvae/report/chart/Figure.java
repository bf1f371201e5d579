/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Panels in a grid under one title. Heat maps share one colour bar on the right, so they should share their scale.
 *
 * @param title above everything; may be empty
 * @param columns panels in a row
 * @param panelWidth width of the plot itself, in pixels
 * @param panelHeight height of the plot itself, in pixels
 * @param panels row by row
 */
public record Figure(String title, int columns, int panelWidth, int panelHeight, List<Panel> panels)
        implements Picture {
    private static final Color GRID = new Color(0xe4e4e4);
    private static final int LEFT = 74;
    private static final int RIGHT = 18;
    private static final int TOP = 34;
    private static final int BOTTOM = 52;
    private static final int HEAD = 38;
    private static final int BAR = 96;
    private static final int TICK = 5;
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font BOLD = PLAIN.deriveFont(Font.BOLD, 14f);
    private static final Font LARGE = PLAIN.deriveFont(Font.BOLD, 17f);

    /**
     * Checks that there is something to draw.
     *
     * @param title above everything; may be empty
     * @param columns panels in a row
     * @param panelWidth width of the plot itself, in pixels
     * @param panelHeight height of the plot itself, in pixels
     * @param panels row by row
     */
    public Figure {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || columns < 1 || panelWidth < 1 || panelHeight < 1) {
            throw new IllegalArgumentException("a figure must have panels of at least one pixel, got " + panels.size()
                    + " panels of " + panelWidth + " x " + panelHeight + " in " + columns + " columns");
        }
    }

    @Override
    public BufferedImage image() {
        int rows = (panels.size() + columns - 1) / columns;
        int across = Math.min(columns, panels.size());
        int width = across * cellWidth() + (heatMap() == null ? 0 : BAR);
        BufferedImage image = new BufferedImage(width, head() + rows * cellHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = graphics(image);
        graphics.setFont(LARGE);
        centre(graphics, title, width / 2, 26);
        for (int i = 0; i < panels.size(); i++) {
            panel(graphics, panels.get(i), area(i));
        }
        colourBar(graphics, across * cellWidth(), rows);
        graphics.dispose();
        return image;
    }

    private int head() {
        return title.isEmpty() ? 0 : HEAD;
    }

    private int cellWidth() {
        return LEFT + panelWidth + RIGHT;
    }

    private int cellHeight() {
        return TOP + panelHeight + BOTTOM;
    }

    private Rectangle area(int index) {
        int left = index % columns * cellWidth() + LEFT;
        int top = head() + index / columns * cellHeight() + TOP;
        return new Rectangle(left, top, panelWidth, panelHeight);
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setColor(SeriesColours.INK);
        return graphics;
    }

    private static void panel(Graphics2D graphics, Panel panel, Rectangle area) {
        graphics.setFont(BOLD);
        centre(graphics, panel.title(), area.x + area.width / 2, area.y - 10);
        graphics.setFont(PLAIN);
        if (!(panel instanceof HeatMap)) {
            grid(graphics, panel, area);
        }
        panel.draw(graphics, area);
        graphics.setColor(SeriesColours.INK);
        graphics.setStroke(new BasicStroke(1));
        graphics.drawRect(area.x - 1, area.y - 1, area.width + 1, area.height + 1);
        horizontal(graphics, panel.x(), area);
        vertical(graphics, panel.y(), area);
    }

    private static void grid(Graphics2D graphics, Panel panel, Rectangle area) {
        graphics.setColor(GRID);
        for (double tick : panel.y().ticks(area.height / 50)) {
            int py = area.y + (int) Math.round((1 - panel.y().position(tick)) * area.height);
            graphics.drawLine(area.x, py, area.x + area.width, py);
        }
        graphics.setColor(SeriesColours.INK);
    }

    private static void horizontal(Graphics2D graphics, Scale scale, Rectangle area) {
        int wanted = area.width / 70;
        int bottom = area.y + area.height;
        for (double tick : scale.ticks(wanted)) {
            int px = area.x + (int) Math.round(scale.position(tick) * (area.width - 1));
            graphics.drawLine(px, bottom, px, bottom + TICK);
            centre(graphics, scale.text(tick, wanted), px, bottom + 19);
        }
        centre(graphics, scale.label(), area.x + area.width / 2, bottom + 38);
    }

    private static void vertical(Graphics2D graphics, Scale scale, Rectangle area) {
        int wanted = Math.max(2, area.height / 50);
        for (double tick : scale.ticks(wanted)) {
            int py = area.y + (int) Math.round((1 - scale.position(tick)) * (area.height - 1));
            graphics.drawLine(area.x - 1 - TICK, py, area.x - 1, py);
            String text = scale.text(tick, wanted);
            int width = graphics.getFontMetrics().stringWidth(text);
            graphics.drawString(text, area.x - 10 - width, py + 5);
        }
        upright(graphics, scale.label(), area.x - 54, area.y + area.height / 2);
    }

    private @Nullable HeatMap heatMap() {
        return panels.stream()
                .filter(HeatMap.class::isInstance)
                .map(HeatMap.class::cast)
                .findFirst()
                .orElse(null);
    }

    private void colourBar(Graphics2D graphics, int left, int rows) {
        HeatMap map = heatMap();
        if (map == null) {
            return;
        }
        int height = Math.min(rows * cellHeight() - TOP - BOTTOM, 420);
        int top = head() + TOP + (rows * cellHeight() - TOP - BOTTOM - height) / 2;
        for (int py = 0; py < height; py++) {
            graphics.setColor(new Color(map.colours().colour(1 - py / (height - 1.0))));
            graphics.drawLine(left, top + py, left + 18, top + py);
        }
        graphics.setColor(SeriesColours.INK);
        graphics.drawRect(left - 1, top - 1, 20, height + 1);
        barTicks(graphics, map.scale(), new Rectangle(left, top, 18, height));
    }

    private static void barTicks(Graphics2D graphics, Scale scale, Rectangle bar) {
        int wanted = Math.max(2, bar.height / 50);
        int right = bar.x + bar.width + 1;
        for (double tick : scale.ticks(wanted)) {
            int py = bar.y + (int) Math.round((1 - scale.position(tick)) * (bar.height - 1));
            graphics.drawLine(right, py, right + TICK, py);
            graphics.drawString(scale.text(tick, wanted), right + 9, py + 5);
        }
        upright(graphics, scale.label(), right + 62, bar.y + bar.height / 2);
    }

    private static void centre(Graphics2D graphics, String text, int px, int baseline) {
        FontMetrics metrics = graphics.getFontMetrics();
        graphics.drawString(text, px - metrics.stringWidth(text) / 2, baseline);
    }

    private static void upright(Graphics2D graphics, String text, int baseline, int centre) {
        AffineTransform before = graphics.getTransform();
        graphics.rotate(-Math.PI / 2, baseline, centre);
        centre(graphics, text, baseline, centre);
        graphics.setTransform(before);
    }
}
