/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.data.FrameSource;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Short hashes that tell whether numbers are the same ones. */
public final class Fingerprint {
    private static final int ROWS = 512;
    private static final int HEX_DIGITS = 32;

    private Fingerprint() {}

    /**
     * Of at most 512 evenly spaced rows, the first and the last among them: milliseconds, whatever the data's size.
     *
     * @param data at least one row
     * @return 32 hexadecimal digits
     */
    public static String of(FrameSource data) {
        MessageDigest digest = digest();
        int rows = Math.min(ROWS, data.size());
        float[] row = new float[data.width()];
        ByteBuffer bytes = ByteBuffer.allocate(4 * row.length);
        for (int i = 0; i < rows; i++) {
            data.read(rows == 1 ? 0 : (int) ((long) i * (data.size() - 1) / (rows - 1)), row, 0);
            bytes.clear();
            bytes.asFloatBuffer().put(row);
            digest.update(bytes.array());
        }
        return text(digest);
    }

    static String of(double[] values) {
        MessageDigest digest = digest();
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length);
        bytes.asDoubleBuffer().put(values);
        digest.update(bytes.array());
        return text(digest);
    }

    private static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).substring(0, HEX_DIGITS);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
