/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

/**
 * How a row of numbers becomes a small picture.
 *
 * @param height pixels of the image
 * @param width pixels of the image
 * @param zoom pixels of the picture per pixel of the image
 * @param values what black and white mean
 */
public record ImageFormat(int height, int width, int zoom, Scale values) {

    /**
     * Checks the sizes.
     *
     * @param height pixels of the image
     * @param width pixels of the image
     * @param zoom pixels of the picture per pixel of the image
     * @param values what black and white mean
     */
    public ImageFormat {
        if (height < 1 || width < 1 || zoom < 1) {
            throw new IllegalArgumentException(
                    "height, width and zoom must be at least 1, got " + height + " x " + width + ", zoom " + zoom);
        }
    }

    /**
     * Images of these sizes.
     *
     * @param height pixels
     * @param width pixels
     * @param values what black and white mean
     * @return the format, enlarged to at most 56 pixels
     */
    public static ImageFormat of(int height, int width, Scale values) {
        return new ImageFormat(height, width, Math.max(1, 56 / Math.max(height, width)), values);
    }
}
