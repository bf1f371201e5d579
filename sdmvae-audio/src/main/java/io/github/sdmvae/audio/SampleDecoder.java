/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.EOFException;
import java.io.IOException;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** The samples of one channel of a decoded stream, chunk by chunk. Not thread-safe. */
final class SampleDecoder {
    static final int CHUNK_FRAMES = 4096;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_IDLE = 100;
    private static final int MAX_CHANNELS = 1024;

    private final AudioInputStream audio;
    private final Channels choice;
    private final PcmDecoder decoder;
    private final int channels;
    private final int frameSize;
    private final byte[] bytes;
    private final double[] chunk;
    private long size;

    /** Checks what the stream says of itself. */
    SampleDecoder(AudioInputStream audio, Channels choice) throws IOException {
        this.audio = audio;
        this.choice = choice;
        AudioFormat format = audio.getFormat();
        channels = format.getChannels();
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IOException("the file says it has " + channels + " channels, the range is 1 to " + MAX_CHANNELS);
        }
        choice.check(channels);
        decoder = PcmDecoder.of(format);
        frameSize = format.getFrameSize();
        // A small file may claim many channels.
        int chunkFrames = Math.max(1, Math.min(CHUNK_FRAMES, CHUNK_BYTES / frameSize));
        bytes = new byte[chunkFrames * frameSize];
        chunk = new double[chunkFrames * channels];
    }

    /** In Hz. */
    int rate() throws IOException {
        float claimed = audio.getFormat().getSampleRate();
        int rate = Math.round(claimed);
        if (rate < 1 || rate > AudioClip.MAX_RATE) {
            throw new IOException(
                    "the file says its sample rate is " + claimed + " Hz, the range is 1 to " + AudioClip.MAX_RATE);
        }
        return rate;
    }

    /** Decodes the next chunk and says how many samples it holds: 0 at the end, which then is the end that was promised. */
    int next() throws IOException {
        int read = fill();
        int frames = read / frameSize;
        if (frames * frameSize != read) {
            throw truncated(size + frames);
        }
        if (frames == 0) {
            if (audio.getFrameLength() != AudioSystem.NOT_SPECIFIED && size != audio.getFrameLength()) {
                throw truncated(size);
            }
            return 0;
        }
        decoder.decode(bytes, read, chunk);
        size += frames;
        return frames;
    }

    /** One sample of the last chunk. */
    double sample(int index) {
        return choice.pick(chunk, index * channels, channels);
    }

    /** Like {@code readNBytes}, which waits for ever for a decoder that gives no byte and does not end. */
    private int fill() throws IOException {
        int filled = 0;
        int idle = 0;
        while (filled < bytes.length) {
            int read = audio.read(bytes, filled, bytes.length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
            idle = read == 0 ? idle + 1 : 0;
            if (idle > MAX_IDLE) {
                throw new IOException("the file is damaged: its decoder gets no further after " + filled + " bytes");
            }
        }
        return filled;
    }

    private IOException truncated(long found) {
        return new EOFException("the file is truncated: its header promises " + audio.getFrameLength()
                + " samples per channel, " + found + " are there; copy it again or repair its header");
    }
}
