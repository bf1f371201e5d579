/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.format;

import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a file, as many of them as there are. Not changed after it is made. */
final class Head {
    static final int BYTES = 512;

    private final byte[] bytes;
    private final boolean tagged;

    private Head(byte[] bytes, boolean tagged) {
        this.bytes = bytes;
        this.tagged = tagged;
    }

    /** Looks ahead; the stream is left where it was. */
    static Head of(InputStream in, boolean tagged) throws IOException {
        in.mark(BYTES);
        byte[] bytes = in.readNBytes(BYTES);
        in.reset();
        return new Head(bytes, tagged);
    }

    /** Whether ID3 tags came before these bytes. */
    boolean isTagged() {
        return tagged;
    }

    int length() {
        return bytes.length;
    }

    boolean startsWith(String text) {
        return has(0, text);
    }

    /** Whether these bytes, written as Latin-1 characters, are there. */
    boolean has(int offset, String text) {
        if (offset + text.length() > bytes.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (at(offset + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** A byte as a number from 0 to 255, or −1 behind the last one. */
    int at(int offset) {
        return offset < bytes.length ? bytes[offset] & 0xff : -1;
    }

    boolean isZero() {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of it could be written text. */
    boolean isText() {
        for (byte b : bytes) {
            // Bytes from 128 on are negative: letters of UTF-8 and Latin-1.
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The first eight bytes, for a message. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(8, bytes.length); i++) {
            text.append(i == 0 ? "" : " ").append("%02x".formatted(at(i)));
        }
        return text.toString();
    }
}
