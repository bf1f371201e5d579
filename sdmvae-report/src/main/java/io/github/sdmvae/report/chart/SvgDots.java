/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import static io.github.sdmvae.report.chart.SvgFrame.f;

import io.github.sdmvae.report.chart.DotChart.Panel;
import io.github.sdmvae.report.markup.Markup;

/**
 * Draws a {@link DotChart} as SVG.
 *
 * @param chart what to draw
 */
record SvgDots(DotChart chart) {
    private static final int LEAST_LABELS = 178;
    /** Width of a letter of the labels, about. */
    private static final double LETTER = 6.8;

    private static final int PANEL = 190;
    private static final int GAP = 22;
    private static final int ROW = 24;
    private static final int TOP = 84;

    void writeTo(Markup page, boolean alone) {
        int width = labels() + chart.panels().size() * (PANEL + GAP) + GAP;
        int height = TOP + chart.rows().size() * ROW + 34;
        SvgFrame.open(page, chart.title(), width, height, alone);
        legend(page);
        for (int r = 0; r < chart.rows().size(); r++) {
            page.element("text", chart.rows().get(r), "x", labels() - 8, "y", y(r) + 4, "class", "end");
        }
        for (int p = 0; p < chart.panels().size(); p++) {
            panel(page, chart.panels().get(p), labels() + GAP / 2 + p * (PANEL + GAP));
        }
        page.close("svg");
    }

    /** Room for the longest name of a row. */
    private int labels() {
        int longest = chart.rows().stream().mapToInt(String::length).max().orElse(0);
        return Math.max(LEAST_LABELS, (int) Math.ceil(LETTER * longest) + 16);
    }

    private void legend(Markup page) {
        page.empty("circle", "class", "dot", "cx", 18, "cy", 41, "r", 5);
        page.element("text", chart.own(), "x", 30, "y", 45);
        if (!chart.other().isEmpty()) {
            double at = 30 + 6.6 * chart.own().length() + 30;
            page.empty("circle", "class", "ring", "cx", f(at), "cy", 41, "r", 4.5);
            page.element("text", chart.other(), "x", f(at + 12), "y", 45);
        }
    }

    private static int y(int row) {
        return TOP + row * ROW + ROW / 2;
    }

    private void panel(Markup page, Panel panel, int left) {
        Scale axis = panel.axis();
        int bottom = TOP + chart.rows().size() * ROW;
        page.element("text", panel.title(), "x", left + PANEL / 2, "y", TOP - 10, "class", "middle strong");
        page.empty(
                "rect",
                "class",
                "frame",
                "x",
                left,
                "y",
                TOP,
                "width",
                PANEL,
                "height",
                chart.rows().size() * ROW);
        for (double tick : axis.ticks(4)) {
            double at = left + axis.position(tick) * PANEL;
            page.empty("line", "class", "grid", "x1", f(at), "x2", f(at), "y1", TOP, "y2", bottom);
            page.element("text", axis.text(tick, 4), "x", f(at), "y", bottom + 18, "class", "middle");
        }
        for (int r = 0; r < chart.rows().size(); r++) {
            dots(page, panel, r, axis, left);
        }
    }

    private static void dots(Markup page, Panel panel, int row, Scale axis, int left) {
        double value = panel.values()[row];
        double spread = panel.spreads()[row];
        if (Double.isFinite(panel.references()[row])) {
            double at = left + axis.position(panel.references()[row]) * PANEL;
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
}
