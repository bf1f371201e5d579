/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.file.Path;

/** Writes sound that is too long to be held in memory as a clip. Files appear whole or not at all. */
public final class SampleWriter {
    /** Samples that a WAV file of 32-bit floats holds. */
    private static final int MOST = (Integer.MAX_VALUE - 1024) / Float.BYTES;

    private SampleWriter() {}

    /** Gives samples, stretch by stretch. */
    @FunctionalInterface
    public interface Source {
        /**
         * Gives a stretch.
         *
         * @param first index of its first sample
         * @param target filled with samples
         * @throws IOException if they cannot be had
         */
        void read(int first, double[] target) throws IOException;
    }

    /**
     * Writes a WAV file of one channel.
     *
     * @param file replaced if it exists, at once and only when all is written
     * @param sampleRate in Hz
     * @param length samples, 1 to 536,870,655
     * @param floats whether as 32-bit floats; else as integers of 16 bits, for which samples must be between −1 and 1
     * @param samples asked for in order
     * @throws IOException if it cannot be written, or the source fails
     * @throws IllegalArgumentException if the length is out of range
     */
    public static void writeWav(Path file, int sampleRate, int length, boolean floats, Source samples)
            throws IOException {
        if (length < 1 || length > MOST) {
            throw new IllegalArgumentException("a WAV file of this library holds 1 to " + MOST + " samples, got "
                    + length + ": cut the recording into pieces");
        }
        new WavWriter(samples, length, sampleRate, floats).write(file);
    }
}
