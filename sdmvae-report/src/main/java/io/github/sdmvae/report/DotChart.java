/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Figures with their spread beside those of somebody else: one row per model, one panel per figure. Drawn as SVG.
 *
 * @param title above it
 * @param own what the filled dots are, for the legend
 * @param other what the rings are, for the legend; empty if there are none
 * @param rows names of the rows, from above
 * @param panels side by side
 */
public record DotChart(String title, String own, String other, List<String> rows, List<Panel> panels) {
    private static final int LEAST_LABELS = 178;
    /** Width of a letter of the labels, about. */
    private static final double LETTER = 6.8;

    private static final int PANEL = 190;
    private static final int GAP = 22;
    private static final int ROW = 24;
    private static final int TOP = 84;

    /**
     * One figure of all rows.
     *
     * @param title its name
     * @param values one per row; NaN where there is none
     * @param spreads half length of the bar round each value; NaN or 0 for none
     * @param references somebody else's values; NaN where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // copied, only read here, and never compared
    public record Panel(String title, double[] values, double[] spreads, double[] references) {
        /**
         * Checks and copies.
         *
         * @param title its name
         * @param values one per row
         * @param spreads one per row
         * @param references one per row
         * @throws IllegalArgumentException if the numbers of values differ
         */
        public Panel {
            Objects.requireNonNull(title, "title");
            if (spreads.length != values.length || references.length != values.length) {
                throw new IllegalArgumentException("a panel must have as many spreads and references as its "
                        + values.length + " values, got " + spreads.length + " and " + references.length);
            }
            values = values.clone();
            spreads = spreads.clone();
            references = references.clone();
        }

        private Axis axis() {
            DoubleStream ends = DoubleStream.empty();
            for (int i = 0; i < values.length; i++) {
                double spread = Double.isFinite(spreads[i]) ? spreads[i] : 0;
                ends = DoubleStream.concat(
                        ends, DoubleStream.of(values[i] - spread, values[i] + spread, references[i]));
            }
            return Axis.round(ends.toArray());
        }
    }

    /**
     * Checks and copies.
     *
     * @param title above it
     * @param own what the filled dots are
     * @param other what the rings are
     * @param rows names of the rows
     * @param panels side by side
     * @throws IllegalArgumentException if a panel has not one value per row
     */
    public DotChart {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(own, "own");
        Objects.requireNonNull(other, "other");
        rows = List.copyOf(rows);
        panels = List.copyOf(panels);
        for (Panel panel : panels) {
            if (panel.values.length != rows.size()) {
                throw new IllegalArgumentException("a panel must have one value for each of the " + rows.size()
                        + " rows, got " + panel.values.length + ": " + panel.title);
            }
        }
    }

    /**
     * Writes the chart as a picture of its own.
     *
     * @param file an SVG file; its folder must exist
     * @throws IOException if it cannot be written
     */
    public void writeSvg(Path file) throws IOException {
        Markup picture = new Markup();
        writeTo(picture, true);
        AtomicFile.write(file, picture.toString());
    }

    void writeTo(Markup page, boolean alone) {
        int width = labels() + panels.size() * (PANEL + GAP) + GAP;
        int height = TOP + rows.size() * ROW + 34;
        String box = "0 0 " + width + " " + height;
        if (alone) {
            page.open(
                    "svg",
                    "xmlns",
                    "http://www.w3.org/2000/svg",
                    "viewBox",
                    box,
                    "width",
                    width,
                    "height",
                    height,
                    "role",
                    "img",
                    "aria-label",
                    title);
            page.open("style").raw(Resources.text("chart.css")).close("style");
            page.empty("rect", "class", "back", "width", width, "height", height);
        } else {
            page.open("svg", "viewBox", box, "role", "img", "class", "wide", "aria-label", title);
        }
        page.element("text", title, "x", 12, "y", 22, "class", "strong");
        legend(page);
        for (int r = 0; r < rows.size(); r++) {
            page.element("text", rows.get(r), "x", labels() - 8, "y", y(r) + 4, "class", "end");
        }
        for (int p = 0; p < panels.size(); p++) {
            panel(page, panels.get(p), labels() + GAP / 2 + p * (PANEL + GAP));
        }
        page.close("svg");
    }

    /** Room for the longest name of a row. */
    private int labels() {
        int longest = rows.stream().mapToInt(String::length).max().orElse(0);
        return Math.max(LEAST_LABELS, (int) Math.ceil(LETTER * longest) + 16);
    }

    private void legend(Markup page) {
        page.empty("circle", "class", "dot", "cx", 18, "cy", 41, "r", 5);
        page.element("text", own, "x", 30, "y", 45);
        if (!other.isEmpty()) {
            double at = 30 + 6.6 * own.length() + 30;
            page.empty("circle", "class", "ring", "cx", f(at), "cy", 41, "r", 4.5);
            page.element("text", other, "x", f(at + 12), "y", 45);
        }
    }

    private static int y(int row) {
        return TOP + row * ROW + ROW / 2;
    }

    private void panel(Markup page, Panel panel, int left) {
        Axis axis = panel.axis();
        int bottom = TOP + rows.size() * ROW;
        page.element("text", panel.title, "x", left + PANEL / 2, "y", TOP - 10, "class", "middle strong");
        page.empty("rect", "class", "frame", "x", left, "y", TOP, "width", PANEL, "height", rows.size() * ROW);
        for (double tick : axis.ticks(4)) {
            double at = left + axis.position(tick) * PANEL;
            page.empty("line", "class", "grid", "x1", f(at), "x2", f(at), "y1", TOP, "y2", bottom);
            page.element("text", axis.text(tick, 4), "x", f(at), "y", bottom + 18, "class", "middle");
        }
        for (int r = 0; r < rows.size(); r++) {
            dots(page, panel, r, axis, left);
        }
    }

    private static void dots(Markup page, Panel panel, int row, Axis axis, int left) {
        double value = panel.values[row];
        double spread = panel.spreads[row];
        if (Double.isFinite(panel.references[row])) {
            double at = left + axis.position(panel.references[row]) * PANEL;
            page.empty("circle", "class", "ring", "cx", f(at), "cy", y(row), "r", 4.5);
        }
        if (Double.isFinite(value) && spread > 0) {
            double from = left + axis.position(value - spread) * PANEL;
            double to = left + axis.position(value + spread) * PANEL;
            page.empty("line", "class", "bar", "x1", f(from), "x2", f(to), "y1", y(row), "y2", y(row));
        }
        if (Double.isFinite(value)) {
            page.empty("circle", "class", "dot", "cx", f(left + axis.position(value) * PANEL), "cy", y(row), "r", 5);
        }
    }

    private static String f(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
