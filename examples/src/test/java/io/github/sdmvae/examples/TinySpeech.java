/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples;

import io.github.sdmvae.audio.AudioClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Folders of short made-up recordings: syllables of harmonics in a little noise. */
public final class TinySpeech {
    private static final int RATE = 16000;

    private TinySpeech() {}

    public static Path folder(Path parent) throws IOException {
        Path root = parent.resolve("some speech");
        for (String set : new String[] {"train", "val", "test"}) {
            Path speaker = Files.createDirectories(root.resolve(set).resolve("someone"));
            for (int i = 0; i < 2; i++) {
                write(speaker.resolve(set + " " + i + ".wav"), 1.2, set.hashCode() + i);
            }
        }
        return root;
    }

    public static void write(Path file, double seconds, long seed) throws IOException {
        Random random = new Random(seed);
        double pitch = 100 + 100 * random.nextDouble();
        double[] samples = new double[(int) (seconds * RATE)];
        for (int t = 0; t < samples.length; t++) {
            double syllable = Math.pow(Math.sin(Math.PI * t / (RATE * 0.3)), 2);
            double sum = 0;
            for (int h = 1; h < 20; h++) {
                sum += Math.sin(2 * Math.PI * h * pitch * t / RATE) / h;
            }
            samples[t] = 0.2 * syllable * sum + 1e-3 * random.nextGaussian();
        }
        AudioClip.of(samples, RATE).writeWav16(file);
    }
}
