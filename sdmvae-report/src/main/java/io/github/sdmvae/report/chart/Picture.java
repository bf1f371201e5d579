/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import io.github.sdmvae.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

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
        BufferedImage image = image();
        AtomicFile.write(file, out -> {
            // In memory: a stream of Java's own choice would want a temporary folder.
            try (ImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
                if (!ImageIO.write(image, "png", stream)) {
                    throw new IOException("this Java has no PNG writer");
                }
            }
        });
    }
}
