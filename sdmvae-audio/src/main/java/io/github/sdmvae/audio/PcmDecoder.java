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
    /** Bytes of a sample, of which the format may not use all bits. */
    private final int bytes;

    private PcmDecoder(AudioFormat format) {
        this.format = format;
        this.bits = format.getSampleSizeInBits();
        this.bytes = format.getFrameSize() / format.getChannels();
    }

    static PcmDecoder of(AudioFormat format) throws IOException {
        int bits = format.getSampleSizeInBits();
        int bytes = format.getFrameSize() / format.getChannels();
        boolean isFloat = format.getEncoding().equals(Encoding.PCM_FLOAT);
        boolean known = isFloat
                ? (bits == 32 || bits == 64) && bytes == bits / 8
                : isInteger(format) && bits >= 8 && bits <= 8 * bytes && bytes <= 4;
        if (!known || bytes * format.getChannels() != format.getFrameSize()) {
            throw new IOException("samples are " + format.getEncoding() + " of " + bits + " bits in " + bytes
                    + " bytes, they must be integers of 8 to 32 bits in 1 to 4 bytes or floats of 32 or 64 bits:"
                    + " convert the file to one of these");
        }
        return new PcmDecoder(format);
    }

    private static boolean isInteger(AudioFormat format) {
        return format.getEncoding().equals(Encoding.PCM_SIGNED)
                || format.getEncoding().equals(Encoding.PCM_UNSIGNED);
    }

    /**
     * Decodes all samples in the first {@code length} bytes.
     *
     * @throws IOException if a sample uses bits that it should not have
     */
    void decode(byte[] data, int length, double[] target) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(data, 0, length)
                .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        boolean isFloat = format.getEncoding().equals(Encoding.PCM_FLOAT);
        int count = length / bytes;
        for (int i = 0; i < count; i++) {
            target[i] = isFloat ? readFloat(buffer) : readInteger(buffer);
        }
    }

    private double readFloat(ByteBuffer buffer) {
        return bits == 32 ? buffer.getFloat() : buffer.getDouble();
    }

    private double readInteger(ByteBuffer buffer) throws IOException {
        // At the top of 32 bits the sign is right for every size, and unsigned differs in the top bit alone.
        int value = switch (bytes) {
            case 1 -> buffer.get() << 24;
            case 2 -> buffer.getShort() << 16;
            case 3 -> read24(buffer) << 8;
            default -> buffer.getInt();
        };
        // Fewer bits than the bytes have stand at their top, above zeros; else they would be read as noise.
        if (bits < 32 && value << bits != 0) {
            throw new IOException("samples of " + bits + " bits in " + bytes
                    + " bytes must be at the top of them, above zeros, and are not: convert the file");
        }
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
