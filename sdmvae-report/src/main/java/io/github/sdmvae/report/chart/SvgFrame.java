/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.report.markup.Markup;
import java.util.Locale;

/**
 * A panel of an SVG picture: where two scales lie on the page, with grid, ticks and frame.
 *
 * @param x from left to right
 * @param y upwards
 * @param left edge of the panel
 * @param top edge of the panel
 * @param width of the panel
 * @param height of the panel
 */
record SvgFrame(Scale x, Scale y, int left, int top, int width, int height) {

    /** Opens a picture with its title: as a file of its own with the styles in it, or inside a page that has them. */
    static void open(Markup page, String title, int width, int height, boolean alone) {
        String box = "0 0 " + width + " " + height;
        if (!alone) {
            page.open("svg", "viewBox", box, "role", "img", "class", "wide", "aria-label", title);
        } else {
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
            page.open("style").raw(ChartStyle.css()).close("style");
            page.empty("rect", "class", "back", "width", width, "height", height);
        }
        page.element("text", title, "x", 12, "y", 22, "class", "strong");
    }

    /** A length in tenths of a pixel. */
    static String f(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    double across(double value) {
        return left + x.position(value) * width;
    }

    double down(double value) {
        return top + (1 - y.position(value)) * height;
    }

    int bottom() {
        return top + height;
    }

    /** Lines across and numbers at the left. */
    void ticksUp(Markup page, int count) {
        for (double tick : y.ticks(count)) {
            double at = down(tick);
            page.empty("line", "class", "grid", "x1", left, "x2", left + width, "y1", f(at), "y2", f(at));
            page.element("text", y.text(tick, count), "x", left - 6, "y", f(at + 4), "class", "end");
        }
    }

    /** Upright lines. */
    void linesAcross(Markup page, int count) {
        for (double tick : x.ticks(count)) {
            String at = f(across(tick));
            page.empty("line", "class", "grid", "x1", at, "x2", at, "y1", top, "y2", bottom());
        }
    }

    /** Numbers below. */
    void ticksAcross(Markup page, int count) {
        for (double tick : x.ticks(count)) {
            String text = x.text(tick, count);
            page.element("text", text, "x", f(across(tick)), "y", bottom() + 18, "class", "middle");
        }
    }

    /** The frame itself. */
    void outline(Markup page) {
        page.empty("rect", "class", "frame", "x", left, "y", top, "width", width, "height", height);
    }
}
