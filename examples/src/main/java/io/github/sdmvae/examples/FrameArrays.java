/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.data.NpyArray;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Rows of floats as files. */
final class FrameArrays {
    private FrameArrays() {}

    static void writeNpy(Path file, float[][] rows) throws IOException {
        int width = rows[0].length;
        float[] flat = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * width, width);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            NpyArray.of(flat, rows.length, width).write(out);
        }
    }
}
