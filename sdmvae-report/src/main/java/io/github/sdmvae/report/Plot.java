/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.report.chart.ColourMap;
import io.github.sdmvae.report.chart.HeatMap;
import io.github.sdmvae.report.chart.Scale;
import io.github.sdmvae.report.markup.Markup;
import java.util.Locale;

/**
 * A heat map with axes that the page writes round it.
 *
 * @param source address of its picture
 * @param alt what it shows, for those who do not see it
 * @param map its axes
 * @param style class of its size
 */
record Plot(String source, String alt, HeatMap map, String style) {
    private static final int X_TICKS = 6;
    private static final int Y_TICKS = 4;

    void writeTo(Markup page) {
        page.open("div", "class", "plot " + style);
        page.open("div", "class", "y", "aria-hidden", "true");
        axis(page, map.y(), Y_TICKS, "bottom");
        page.close("div");
        page.empty("img", "src", source, "alt", alt);
        page.open("div", "class", "x", "aria-hidden", "true");
        axis(page, map.x(), X_TICKS, "left");
        page.close("div").close("div");
    }

    private static void axis(Markup page, Scale scale, int wanted, String edge) {
        for (double tick : scale.ticks(wanted)) {
            String place = String.format(Locale.ROOT, "%s:%.2f%%", edge, 100 * scale.position(tick));
            page.element("span", scale.text(tick, wanted), "style", place);
        }
        page.element("span", scale.label(), "class", "unit");
    }

    /** What the colours mean: a bar with its ends and its name. */
    static void key(Markup page, ColourMap colours, String low, String name, String high) {
        page.open("p", "class", "key").text(low + " ");
        page.empty("span", "class", "colours", "style", "background:" + colours.gradient());
        page.text(" " + high + " " + name).close("p");
    }
}
