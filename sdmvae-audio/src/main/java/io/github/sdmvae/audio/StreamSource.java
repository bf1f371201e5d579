/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;

/** 16-bit samples of a stream of Java's, block by block. */
final class StreamSource implements SampleSource {
    private static final float FULL_SCALE = 32768;

    private final AudioInputStream stream;
    private final boolean bigEndian;
    private byte[] bytes = new byte[0];
    private boolean closed;

    StreamSource(AudioInputStream stream, int sampleRate) {
        AudioFormat format = stream.getFormat();
        if (format.getChannels() != 1
                || format.getSampleSizeInBits() != 16
                || !format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)) {
            throw new IllegalArgumentException("a stream must have one channel of signed 16 bits, it has " + format);
        }
        if (format.getSampleRate() != sampleRate) {
            throw new IllegalArgumentException("the stream has " + format.getSampleRate() + " Hz, " + sampleRate
                    + " are wanted: streams are not resampled");
        }
        this.stream = stream;
        this.bigEndian = format.isBigEndian();
    }

    @Override
    public boolean read(float[] block) throws IOException {
        if (closed) {
            throw new IOException("the source is closed");
        }
        if (bytes.length != 2 * block.length) {
            bytes = new byte[2 * block.length];
        }
        int got = stream.readNBytes(bytes, 0, bytes.length);
        int samples = got / 2;
        for (int i = 0; i < block.length; i++) {
            int low = bytes[2 * i + (bigEndian ? 1 : 0)] & 0xff;
            int high = bytes[2 * i + (bigEndian ? 0 : 1)];
            block[i] = i < samples ? (high << 8 | low) / FULL_SCALE : 0;
        }
        return samples > 0;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        stream.close();
    }
}
