/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.Closeable;
import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.TargetDataLine;

/** Where a stream of mono samples comes from: a clip, the microphone, or anything else. One thread reads. */
public interface SampleSource extends Closeable {

    /**
     * Fills a block.
     *
     * @param block receives samples, full scale −1 to 1; behind the end of the stream zeros
     * @return false if the stream had ended before
     * @throws IOException if the source fails or is closed
     */
    boolean read(float[] block) throws IOException;

    /** Gives up what the source holds. */
    @Override
    default void close() throws IOException {}

    /**
     * The samples of a clip.
     *
     * @param clip of the rate
     * @param sampleRate in Hz, that of what reads, {@link LiveCoder#sampleRate()}
     * @return a source that ends with it
     * @throws IllegalArgumentException if the clip has another rate
     */
    static SampleSource of(AudioClip clip, int sampleRate) {
        if (clip.sampleRate() != sampleRate) {
            throw new IllegalArgumentException("the clip has " + clip.sampleRate() + " Hz, " + sampleRate
                    + " are wanted: call resample(" + sampleRate + ") first");
        }
        return new ClipSource(clip);
    }

    /**
     * Sound of 16 bits from a stream of Java's.
     *
     * @param stream of one channel, signed 16 bits, of the rate: streams are not resampled
     * @param sampleRate in Hz, that of what reads, {@link LiveCoder#sampleRate()}
     * @return a source that ends with it and closes it
     * @throws IllegalArgumentException if it has another format or rate, naming it
     */
    static SampleSource of(AudioInputStream stream, int sampleRate) {
        return new StreamSource(stream, sampleRate);
    }

    /**
     * The default microphone, with as small a buffer as the device allows.
     *
     * @param sampleRate in Hz, that of the model
     * @return a source that has begun; it ends when closed
     * @throws IOException if there is no microphone, or none for this rate
     */
    static SampleSource microphone(int sampleRate) throws IOException {
        AudioFormat format = new AudioFormat(sampleRate, 16, 1, true, false);
        try {
            TargetDataLine line = AudioSystem.getTargetDataLine(format);
            line.open(format, 2 * sampleRate / 20);
            line.start();
            return new StreamSource(new AudioInputStream(line), sampleRate);
        } catch (LineUnavailableException | IllegalArgumentException | SecurityException e) {
            throw new IOException(
                    "no microphone can be opened at " + sampleRate + " Hz, 16 bits, one channel: " + e.getMessage(), e);
        }
    }
}
