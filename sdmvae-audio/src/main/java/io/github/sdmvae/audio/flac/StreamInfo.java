/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.IOException;
import javax.sound.sampled.AudioFormat;

/**
 * What a FLAC file says about itself (RFC 9639, 8.2).
 *
 * @param sampleRate in Hz
 * @param channels 1 to 8
 * @param bits per sample, 4 to 32
 * @param samples per channel, 0 if unknown
 * @param md5High first half of the MD5 of the samples
 * @param md5Low second half; both are 0 if unknown
 */
record StreamInfo(int sampleRate, int channels, int bits, long samples, long md5High, long md5Low) {
    private static final int MARKER = 0x664c6143;
    private static final int BLOCK_BYTES = 34;
    private static final int INVALID_TYPE = 127;

    /** Reads the marker and all metadata blocks; the reader is left at the first frame. */
    static StreamInfo read(BitReader in) throws IOException {
        if (in.read(32) != MARKER) {
            throw new IOException("not a FLAC file: it does not start with fLaC");
        }
        boolean last = in.readInt(1) == 1;
        if (in.readInt(7) != 0 || in.readInt(24) != BLOCK_BYTES) {
            throw new IOException("not a valid FLAC file: its first block is no stream description");
        }
        StreamInfo info = readBlock(in);
        while (!last) {
            last = in.readInt(1) == 1;
            if (in.readInt(7) == INVALID_TYPE) {
                throw new IOException("the FLAC file is damaged: a metadata block has a forbidden type");
            }
            in.skipBytes(in.readInt(24));
        }
        return info;
    }

    private static StreamInfo readBlock(BitReader in) throws IOException {
        // Sizes of blocks and frames: each frame says its own.
        in.skipBytes(10);
        int rate = in.readInt(20);
        int channels = in.readInt(3) + 1;
        int bits = in.readInt(5) + 1;
        long samples = in.read(36);
        long high = (in.read(32) << 32) | in.read(32);
        long low = (in.read(32) << 32) | in.read(32);
        if (rate == 0) {
            throw new IOException("the FLAC file says its sample rate is 0");
        }
        if (bits < 4) {
            throw new IOException("FLAC samples must have 4 to 32 bits, the file says " + bits);
        }
        return new StreamInfo(rate, channels, bits, samples, high, low);
    }

    int bytesPerSample() {
        return (bits + 7) / 8;
    }

    boolean hasMd5() {
        return md5High != 0 || md5Low != 0;
    }

    /** Little-endian PCM; 12-bit samples, say, are widened to 16 bits. */
    AudioFormat pcm() {
        int frame = channels * bytesPerSample();
        return new AudioFormat(
                AudioFormat.Encoding.PCM_SIGNED, sampleRate, 8 * bytesPerSample(), channels, frame, sampleRate, false);
    }
}
