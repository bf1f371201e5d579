/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.Graphics2D;
import java.awt.Rectangle;

/** One plot of a {@link Figure}: a title, two axes, and something drawn between them. */
public interface Panel {
    /**
     * What stands above.
     *
     * @return a short line
     */
    String title();

    /**
     * The horizontal axis.
     *
     * @return left to right
     */
    Scale x();

    /**
     * The vertical axis.
     *
     * @return bottom to top
     */
    Scale y();

    /**
     * Draws the inside.
     *
     * @param graphics where to draw
     * @param area the rectangle between the axes, in pixels
     */
    void draw(Graphics2D graphics, Rectangle area);
}
