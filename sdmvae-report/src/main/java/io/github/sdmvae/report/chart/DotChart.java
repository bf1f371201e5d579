/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.report.markup.Markup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Figures with their spread beside those of somebody else: one row per model, one panel per figure.
 *
 * @param title above it
 * @param own what the filled dots are, for the legend
 * @param other what the rings are, for the legend; empty if there are none
 * @param rows names of the rows, from above
 * @param panels side by side
 */
public record DotChart(String title, String own, String other, List<String> rows, List<Panel> panels) {
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

        /** Round everything that is drawn. */
        Scale axis() {
            DoubleStream ends = DoubleStream.empty();
            for (int i = 0; i < values.length; i++) {
                double spread = Double.isFinite(spreads[i]) ? spreads[i] : 0;
                ends = DoubleStream.concat(
                        ends, DoubleStream.of(values[i] - spread, values[i] + spread, references[i]));
            }
            return Scale.around(title, ends.toArray());
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
        new SvgDots(this).writeTo(picture, true);
        AtomicFile.write(file, picture.toString());
    }

    /**
     * Draws inside a page, see {@link ChartStyle}.
     *
     * @param page where to
     */
    public void writeSvg(Markup page) {
        new SvgDots(this).writeTo(page, false);
    }
}
