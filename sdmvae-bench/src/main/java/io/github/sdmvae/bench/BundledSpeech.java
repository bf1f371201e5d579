/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.bench;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFolder;
import io.github.sdmvae.audio.SpeechFolder.Part;
import io.github.sdmvae.audio.SpeechOptions;
import io.github.sdmvae.random.CounterNoise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The synthetic speech of the examples: {@code examples/speech} in the current folder, or {@code -Dspeech=DIR}. */
final class BundledSpeech {
    static final Path FOLDER = Path.of(System.getProperty("speech", "examples/speech"));

    private BundledSpeech() {}

    static SpeechFolder open() {
        if (!Files.isDirectory(FOLDER)) {
            throw new IllegalStateException(FOLDER.toAbsolutePath()
                    + " is no folder: start from the root of the repository, or give -jvmArgsAppend -Dspeech=DIR");
        }
        try {
            return SpeechFolder.open(FOLDER, SpeechOptions.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AudioClip read(Path file) {
        try {
            return AudioClip.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The length of recordings. */
    static double seconds(List<Path> files) {
        return files.stream().mapToDouble(file -> read(file).seconds()).sum();
    }

    /** Test recordings one after the other, as often as needed. */
    static double[] speech(int seconds, int rate) {
        List<Path> files = open().files(Part.TEST);
        double[] all = new double[seconds * rate];
        int at = 0;
        for (int i = 0; at < all.length; i++) {
            double[] samples = read(files.get(i % files.size()))
                    .resample(rate)
                    .normalisePeak(0.5)
                    .samples();
            int count = Math.min(samples.length, all.length - at);
            System.arraycopy(samples, 0, all, at, count);
            at += count;
        }
        return all;
    }

    /** The signal with white noise 40 dB below full scale. */
    static double[] withNoise(double[] signal) {
        float[] noise = new float[signal.length];
        CounterNoise.normal(7, 0, noise, 0, noise.length);
        double[] noisy = signal.clone();
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] += 0.01 * noise[i];
        }
        return noisy;
    }
}
