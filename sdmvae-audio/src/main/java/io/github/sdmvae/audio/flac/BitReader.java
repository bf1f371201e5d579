/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;

/** Bits of a byte array, most significant first. Not thread-safe. */
final class BitReader {
    private static final int MAX_READ = 56;
    private static final int ID3_BYTES = 128;

    private final byte[] data;
    private int position;
    private long window;
    private int available;

    BitReader(byte[] data) {
        this.data = data;
    }

    /** The index of the byte that holds the next bit. */
    int bytePosition() {
        return position - available / 8;
    }

    boolean isAtEnd() {
        return available == 0 && position == data.length;
    }

    /** Whether an ID3 tag of version 1, the last 128 bytes of a file, or an APE tag comes next, at a whole byte. */
    boolean isAtTag() {
        int at = bytePosition();
        return (data.length - at == ID3_BYTES && startsAt(at, "TAG")) || startsAt(at, "APETAGEX");
    }

    private boolean startsAt(int offset, String text) {
        int end = offset + text.length();
        return end <= data.length && new String(data, offset, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    byte[] data() {
        return data;
    }

    private void refill() {
        while (available <= MAX_READ && position < data.length) {
            window |= (data[position++] & 0xffL) << (MAX_READ - available);
            available += 8;
        }
    }

    /** Reads up to 56 bits as an unsigned number. */
    long read(int bits) throws EOFException {
        if (bits == 0) {
            return 0;
        }
        if (available < bits) {
            refill();
            if (available < bits) {
                throw truncated();
            }
        }
        long value = window >>> (64 - bits);
        window <<= bits;
        available -= bits;
        return value;
    }

    /** Reads up to 31 bits. */
    int readInt(int bits) throws EOFException {
        return (int) read(bits);
    }

    /** Reads 1 to 56 bits as a number in two's complement. */
    long readSigned(int bits) throws EOFException {
        int shift = 64 - bits;
        return (read(bits) << shift) >> shift;
    }

    /** Counts zeros up to the next one, which is consumed too. */
    int readUnary() throws EOFException {
        int count = 0;
        while (true) {
            if (available == 0) {
                refill();
                if (available == 0) {
                    throw truncated();
                }
            }
            int zeros = Long.numberOfLeadingZeros(window);
            if (zeros < available) {
                count += zeros;
                consume(zeros + 1);
                return count;
            }
            count += available;
            window = 0;
            available = 0;
        }
    }

    private void consume(int bits) {
        // A shift by 64 would be a shift by 0.
        window = bits == 64 ? 0 : window << bits;
        available -= bits;
    }

    void skipToByte() {
        consume(available & 7);
    }

    void skipBytes(int count) throws EOFException {
        int from = bytePosition();
        if (count > data.length - from) {
            throw truncated();
        }
        position = from + count;
        window = 0;
        available = 0;
    }

    private EOFException truncated() {
        return new EOFException(
                "the FLAC data ends after " + data.length + " bytes, inside a block: the file is truncated");
    }
}
