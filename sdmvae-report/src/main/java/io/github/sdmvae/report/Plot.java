/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import java.util.Locale;

/**
 * A picture with axes that the page writes round it.
 *
 * @param source address of the picture
 * @param alt what it shows, for those who do not see it
 * @param x from left to right
 * @param xLabel below it
 * @param y upwards
 * @param yLabel left of it
 * @param style class of its size
 */
record Plot(String source, String alt, Axis x, String xLabel, Axis y, String yLabel, String style) {
    private static final int X_TICKS = 6;
    private static final int Y_TICKS = 4;

    void writeTo(Markup page) {
        page.open("div", "class", "plot " + style);
        page.open("div", "class", "y", "aria-hidden", "true");
        ticks(page, y, Y_TICKS, "bottom");
        page.element("span", yLabel, "class", "unit");
        page.close("div");
        page.empty("img", "src", source, "alt", alt);
        page.open("div", "class", "x", "aria-hidden", "true");
        ticks(page, x, X_TICKS, "left");
        page.element("span", xLabel, "class", "unit");
        page.close("div").close("div");
    }

    private static void ticks(Markup page, Axis axis, int wanted, String edge) {
        for (double tick : axis.ticks(wanted)) {
            String place = String.format(Locale.ROOT, "%s:%.2f%%", edge, 100 * axis.position(tick));
            page.element("span", axis.text(tick, wanted), "style", place);
        }
    }

    /** What the colours mean: a bar with its ends and its name. */
    static void key(Markup page, Palette palette, String low, String name, String high) {
        page.open("p", "class", "key").text(low + " ");
        page.empty("span", "class", "colours", "style", "background:" + palette.gradient());
        page.text(" " + high + " " + name).close("p");
    }
}
