/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How charts drawn as SVG look, in light and dark. */
public final class ChartStyle {
    private static final String SHEET = "chart.css";

    private ChartStyle() {}

    /**
     * The style sheet that a page with charts needs.
     *
     * @return CSS
     */
    public static String css() {
        try (InputStream in = ChartStyle.class.getResourceAsStream(SHEET)) {
            if (in == null) {
                throw new IllegalStateException("the library's " + SHEET + " is missing from its jar");
            }
            return SeriesColours.css() + new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The class of the coloured bar of a legend.
     *
     * @param series place in the legend, from 0
     * @return a class of {@link #css}
     */
    public static String swatch(int series) {
        return "b" + SeriesColours.number(series);
    }
}
