/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.examples.recordings.BundledSpeech;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * Makes {@code examples/noisy.wav}: a sentence of the bundled synthetic speech in noise that is made here, 5 dB below it: a
 * motor's hum and a hiss that swells like rain. Like the sentence it is dedicated to the public domain (CC0 1.0).
 */
public final class NoisyExample {
    private static final double LEVEL = 5;
    private static final double PEAK = 0.5;
    private static final double HUM = 87;
    private static final int HARMONICS = 12;

    private NoisyExample() {}

    /**
     * Writes the file.
     *
     * @param args where to; by default over the bundled one
     * @throws IOException if it cannot be written
     */
    public static void main(String... args) throws IOException {
        mixture().noisy().normalisePeak(PEAK).writeWav16(args.length > 0 ? Path.of(args[0]) : file());
    }

    /**
     * The bundled file.
     *
     * @return where it is
     * @throws IOException if the source tree is not around
     */
    public static Path file() throws IOException {
        return BundledSpeech.folder().resolveSibling("noisy.wav");
    }

    /**
     * What is in it.
     *
     * @return the sentence without noise
     * @throws IOException if the bundled speech is not there
     */
    public static AudioClip clean() throws IOException {
        return AudioClip.read(BundledSpeech.folder().resolve("test/olga/olga-02.flac"));
    }

    private static Mixture mixture() throws IOException {
        AudioClip clean = clean();
        AudioClip noise = noise(clean.length(), clean.sampleRate());
        return Mixture.of(0, new Mixture.Named("olga-02", clean), new Mixture.Named("motor and rain", noise), LEVEL, 0);
    }

    private static AudioClip noise(int length, int rate) {
        Random random = new Random(16);
        double[] noise = new double[length];
        double low = 0;
        for (int t = 0; t < length; t++) {
            double seconds = (double) t / rate;
            for (int h = 1; h <= HARMONICS; h++) {
                noise[t] += StrictMath.sin(2 * StrictMath.PI * HUM * h * seconds + h * h) / h;
            }
            double white = random.nextGaussian();
            low += 0.35 * (white - low);
            noise[t] += (1 + 0.4 * StrictMath.sin(2 * StrictMath.PI * 0.4 * seconds)) * (0.6 * low + 0.25 * white);
        }
        return AudioClip.of(noise, rate);
    }
}
