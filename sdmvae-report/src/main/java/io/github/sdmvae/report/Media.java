/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.file.AtomicFile;
import io.github.sdmvae.report.chart.HeatMap;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The sound and the pictures beside a page.
 *
 * @param folder where they are
 */
record Media(Path folder) {
    private static final String NAME = "media";

    static Media in(Path report) throws IOException {
        Media media = new Media(Files.createDirectories(report.resolve(NAME)));
        media.deleteLeftovers();
        return media;
    }

    /** Deletes what a process left behind that was killed while it wrote; older versions named that differently. */
    private void deleteLeftovers() throws IOException {
        AtomicFile.deleteLeftovers(folder, name -> name.endsWith(".wav") || name.endsWith(".png"));
        try (DirectoryStream<Path> asides = Files.newDirectoryStream(folder, ".*.wav.*.part")) {
            for (Path aside : asides) {
                Files.delete(aside);
            }
        }
    }

    /** Writes a clip and gives its address from the page. */
    String sound(String name, AudioClip clip) throws IOException {
        clip.writeWav16(folder.resolve(name + ".wav"));
        return NAME + "/" + name + ".wav";
    }

    /** Writes a picture and gives its address from the page. */
    String picture(String name, HeatMap map) throws IOException {
        byte[] png = map.png();
        AtomicFile.write(folder.resolve(name + ".png"), out -> out.write(png));
        return NAME + "/" + name + ".png";
    }
}
