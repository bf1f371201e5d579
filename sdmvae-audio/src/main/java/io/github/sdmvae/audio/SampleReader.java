/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.audio.format.SoundFormats;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Reads a sound file of any length in little memory, from front to end; the formats are those of {@link AudioClip#read(Path)}.
 * Not thread-safe.
 */
public final class SampleReader implements Closeable {
    private final Path file;
    private final InputStream in;
    private final SampleDecoder decoder;
    private final int sampleRate;
    private int chunk;
    private int used;
    private long position;

    private SampleReader(Path file, InputStream in, SampleDecoder decoder) throws IOException {
        this.file = file;
        this.in = in;
        this.decoder = decoder;
        this.sampleRate = decoder.rate();
    }

    /**
     * Opens a file.
     *
     * @param file of any format that {@link AudioClip#read(Path)} reads
     * @param channels which channel to take
     * @return a reader at its first sample, to be closed
     * @throws IOException naming the file, if it cannot be read, is in a format that nobody here reads, or has no such channel
     */
    public static SampleReader open(Path file, Channels channels) throws IOException {
        AudioFileLoader.requireFile(file);
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            return new SampleReader(file, in, new SampleDecoder(SoundFormats.open(in), channels));
        } catch (UnsupportedAudioFileException | IOException | RuntimeException e) {
            in.close();
            throw AudioFileLoader.failure(file, e);
        }
    }

    /**
     * The sample rate.
     *
     * @return in Hz
     */
    public int sampleRate() {
        return sampleRate;
    }

    /**
     * Reads the first seconds of a recording of any length.
     *
     * @param file of any format that {@link AudioClip#read(Path)} reads
     * @param channels what to do with several
     * @param seconds how many, at least 1; of a shorter recording all
     * @return at the recording's rate
     * @throws IOException naming the file, if it cannot be read or holds no sample
     */
    public static AudioClip beginning(Path file, Channels channels, int seconds) throws IOException {
        try (SampleReader reader = open(file, channels)) {
            double[] samples = new double[Math.multiplyExact(seconds, reader.sampleRate())];
            int length = reader.read(samples);
            if (length == 0) {
                throw new IOException(file + ": holds no sample");
            }
            return AudioClip.wrap(Arrays.copyOf(samples, length), reader.sampleRate());
        }
    }

    /**
     * Reads the next samples, full scale being −1 to 1.
     *
     * @param target filled from its start on
     * @return how many were read: fewer than there is room for only at the end, 0 behind it
     * @throws IOException naming the file, if it is damaged or truncated, or a sample is not a finite number, naming its index
     */
    public int read(double[] target) throws IOException {
        try {
            int filled = 0;
            while (filled < target.length && available()) {
                double sample = decoder.sample(used++);
                if (!Double.isFinite(sample)) {
                    throw new IOException("samples must be finite numbers, sample " + position + " is " + sample
                            + ": leave this recording out or repair it");
                }
                target[filled++] = sample;
                position++;
            }
            return filled;
        } catch (IOException | RuntimeException e) {
            throw AudioFileLoader.failure(file, e);
        }
    }

    private boolean available() throws IOException {
        if (used == chunk) {
            chunk = decoder.next();
            used = 0;
        }
        return chunk > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
