/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Something that can be drawn. */
public interface Picture {
    /**
     * Draws it.
     *
     * @return the pixels
     */
    BufferedImage image();

    /**
     * Writes it.
     *
     * @param file the picture
     * @throws IOException if it cannot be written
     */
    default void writePng(Path file) throws IOException {
        if (!ImageIO.write(image(), "png", file.toFile())) {
            throw new IOException(file + ": this Java has no PNG writer");
        }
    }
}
