/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Two seconds each of a hiss and of a rumble. */
final class TinyNoise {
    private static final int RATE = 16000;

    private TinyNoise() {}

    static Path folder(Path parent) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("some noise"));
        write(folder.resolve("hiss.wav"), -0.5);
        write(folder.resolve("rumble.wav"), 0.95);
        return folder;
    }

    /** White noise through a filter with one pole. */
    static void write(Path file, double pole) throws IOException {
        Random random = new Random(11);
        double[] samples = new double[2 * RATE];
        double last = 0;
        for (int t = 0; t < samples.length; t++) {
            last = pole * last + random.nextGaussian();
            samples[t] = 0.05 * last;
        }
        AudioClip.of(samples, RATE).withPeakAtMost(0.9).writeWav16(file);
    }
}
