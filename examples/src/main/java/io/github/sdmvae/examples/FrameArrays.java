/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.data.NpyArray;
import io.github.sdmvae.file.AtomicFile;
import java.io.IOException;
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
        AtomicFile.write(file, NpyArray.of(flat, rows.length, width)::write);
    }
}
