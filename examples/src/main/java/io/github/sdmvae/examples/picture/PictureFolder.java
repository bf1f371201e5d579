/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.picture;

import io.github.sdmvae.report.chart.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where pictures go. A Java without fonts (some small container images) cannot write labels: then there are none. */
public final class PictureFolder {
    private final Path folder;
    private final PrintWriter log;
    private boolean canDraw = true;

    /**
     * Makes the folder if it is missing.
     *
     * @param folder where to write
     * @param log told once if nothing can be drawn
     * @throws IOException if it cannot be made
     */
    public PictureFolder(Path folder, PrintWriter log) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.log = log;
    }

    /**
     * Draws and writes a picture.
     *
     * @param name without its ending
     * @param drawing makes the picture
     * @throws IOException if it cannot be written
     */
    public void draw(String name, Supplier<Picture> drawing) throws IOException {
        if (!canDraw) {
            return;
        }
        try {
            drawing.get().writePng(folder.resolve(name + ".png"));
        } catch (LinkageError | InternalError e) {
            canDraw = false;
            log.println(
                    "no pictures: this Java cannot draw text (" + e.getMessage() + "); install fontconfig and a font");
            log.flush();
        }
    }
}
