/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Numbers as pictures: scales, colours, charts and what they are drawn on.
 *
 * <p>A chart is a record of what it shows. Two back ends draw it: SVG inside a page, which follows the reader's light or
 * dark theme, and pixels with their own letters, written as PNG without a display ({@link
 * io.github.sdmvae.report.chart.Figure}, {@link io.github.sdmvae.report.chart.ImageSheet}). Scales, ticks, levels and
 * colours are the same for both.
 *
 * <p>Everything here is immutable and may be used by several threads at once.
 */
@NullMarked
package io.github.sdmvae.report.chart;

import org.jspecify.annotations.NullMarked;
