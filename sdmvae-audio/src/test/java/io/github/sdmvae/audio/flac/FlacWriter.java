/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes small FLAC files by hand: bits go in, checksums and MD5 are added. */
final class FlacWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int frameStart;
    private long pending;
    private int pendingBits;

    FlacWriter bits(long value, int count) {
        for (int i = count - 1; i >= 0; i--) {
            pending = (pending << 1) | ((value >> i) & 1);
            if (++pendingBits == 8) {
                out.write((int) pending);
                pending = 0;
                pendingBits = 0;
            }
        }
        return this;
    }

    FlacWriter streamInfo(int rate, int channels, int bits, long samples, byte[] md5) {
        bits(0x664c6143, 32).bits(0x80, 8).bits(34, 24);
        bits(4096, 16).bits(4096, 16).bits(0, 48);
        bits(rate, 20).bits(channels - 1, 3).bits(bits - 1, 5).bits(samples, 36);
        for (byte b : md5) {
            bits(b, 8);
        }
        return this;
    }

    /** Header of frame 0 of at most 65536 samples, rate and bits as the file says. */
    FlacWriter frame(int size, int assignment) {
        frameStart = out.size();
        bits(0x7ffc, 15)
                .bits(0, 1)
                .bits(7, 4)
                .bits(0, 4)
                .bits(assignment, 4)
                .bits(0, 4)
                .bits(0, 8)
                .bits(size - 1, 16);
        return bits(Crc.crc8(out.toByteArray(), frameStart, out.size()), 8);
    }

    FlacWriter endFrame() {
        bits(0, (8 - pendingBits) % 8);
        return bits(Crc.crc16(out.toByteArray(), frameStart, out.size()), 16);
    }

    /** A Rice-coded number. */
    FlacWriter rice(long value, int parameter) {
        long folded = value >= 0 ? 2 * value : -2 * value - 1;
        bits(0, (int) (folded >> parameter)).bits(1, 1);
        return bits(folded, parameter);
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    static byte[] md5(int bytesPerSample, long... samples) {
        ByteBuffer data = ByteBuffer.allocate(bytesPerSample * samples.length);
        for (long sample : samples) {
            for (int k = 0; k < bytesPerSample; k++) {
                data.put((byte) (sample >> (8 * k)));
            }
        }
        try {
            return MessageDigest.getInstance("MD5").digest(data.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
