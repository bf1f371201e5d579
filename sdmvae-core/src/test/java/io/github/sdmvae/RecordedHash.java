/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of the raw bits of numbers, each array with its length. */
final class RecordedHash {
    /** 64 of its bits are enough to tell results apart, and keep the record small. */
    private static final int BYTES_SHOWN = 8;

    private final MessageDigest digest;

    RecordedHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }

    RecordedHash add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
        return this;
    }

    RecordedHash add(double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 8 * values.length).putInt(values.length);
        for (double value : values) {
            bytes.putLong(Double.doubleToRawLongBits(value));
        }
        digest.update(bytes.array());
        return this;
    }

    RecordedHash add(int value) {
        digest.update(ByteBuffer.allocate(4).putInt(value).array());
        return this;
    }

    RecordedHash add(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * values.length).putInt(values.length);
        for (float value : values) {
            bytes.putInt(Float.floatToRawIntBits(value));
        }
        digest.update(bytes.array());
        return this;
    }

    RecordedHash add(float[][] rows) {
        add(rows.length);
        for (float[] row : rows) {
            add(row);
        }
        return this;
    }

    String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES_SHOWN);
    }
}
