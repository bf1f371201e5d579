/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The {@code .npy} header of a cache file, padded to a page: the rows start on one, and numpy, which pads to 64 bytes, writes
 * no array of its own with such a header.
 */
final class CacheHeader {
    static final int LENGTH = 4096;

    private static final byte[] START = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) 0xf6, 0x0f};

    private CacheHeader() {}

    static byte[] of(int rows, int width) {
        String dictionary = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + width + "), }";
        ByteBuffer header = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.put(START).put(dictionary.getBytes(StandardCharsets.US_ASCII));
        while (header.remaining() > 1) {
            header.put((byte) ' ');
        }
        return header.put((byte) '\n').array();
    }

    /** Whether a cache could begin with these bytes, the first of a file. */
    static boolean isStart(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, START.length); i++) {
            if (bytes[i] != START[i]) {
                return false;
            }
        }
        return true;
    }
}
