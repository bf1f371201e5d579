/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;

/** Turns the bytes of PCM frames into numbers, full scale being 1. Immutable. */
final class PcmDecoder {
    private final AudioFormat format;
    private final int bits;

    private PcmDecoder(AudioFormat format) {
        this.format = format;
        this.bits = format.getSampleSizeInBits();
    }

    static PcmDecoder of(AudioFormat format) throws IOException {
        int bits = format.getSampleSizeInBits();
        boolean isFloat = format.getEncoding().equals(Encoding.PCM_FLOAT);
        boolean known = isFloat
                ? bits == 32 || bits == 64
                : isInteger(format) && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
        if (!known || format.getFrameSize() != bits / 8 * format.getChannels()) {
            throw new IOException("samples are " + format.getEncoding() + " of " + bits
                    + " bits, they must be integers of 8, 16, 24 or 32 bits or floats of 32 or 64 bits:"
                    + " convert the file to one of these");
        }
        return new PcmDecoder(format);
    }

    private static boolean isInteger(AudioFormat format) {
        return format.getEncoding().equals(Encoding.PCM_SIGNED)
                || format.getEncoding().equals(Encoding.PCM_UNSIGNED);
    }

    /** Decodes all samples in the first {@code bytes} bytes. */
    void decode(byte[] data, int bytes, double[] target) {
        ByteBuffer buffer = ByteBuffer.wrap(data, 0, bytes)
                .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean isFloat = format.getEncoding().equals(Encoding.PCM_FLOAT);
        int count = bytes / (bits / 8);
        for (int i = 0; i < count; i++) {
            target[i] = isFloat ? readFloat(buffer) : readInteger(buffer);
        }
    }

    private double readFloat(ByteBuffer buffer) {
        return bits == 32 ? buffer.getFloat() : buffer.getDouble();
    }

    private double readInteger(ByteBuffer buffer) {
        // At the top of 32 bits the sign is right for every size, and unsigned differs in the top bit alone.
        int value = switch (bits) {
            case 8 -> buffer.get() << 24;
            case 16 -> buffer.getShort() << 16;
            case 24 -> read24(buffer) << 8;
            default -> buffer.getInt();
        };
        boolean unsigned = format.getEncoding().equals(Encoding.PCM_UNSIGNED);
        return (unsigned ? value ^ Integer.MIN_VALUE : value) * 0x1p-31;
    }

    private int read24(ByteBuffer buffer) {
        int a = buffer.get() & 0xff;
        int b = buffer.get() & 0xff;
        int c = buffer.get() & 0xff;
        return format.isBigEndian() ? (a << 16) | (b << 8) | c : (c << 16) | (b << 8) | a;
    }
}
