/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.flac;

/** The two checksums of a FLAC frame (RFC 9639, 9.1.8 and 9.3). */
final class Crc {
    private static final int[] TABLE_8 = table(0x07, 8);
    private static final int[] TABLE_16 = table(0x8005, 16);

    private Crc() {}

    private static int[] table(int polynomial, int width) {
        int[] table = new int[256];
        int top = 1 << (width - 1);
        int mask = (1 << width) - 1;
        for (int i = 0; i < 256; i++) {
            int crc = i << (width - 8);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & top) != 0 ? ((crc << 1) ^ polynomial) & mask : crc << 1;
            }
            table[i] = crc;
        }
        return table;
    }

    static int crc8(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = TABLE_8[crc ^ (data[i] & 0xff)];
        }
        return crc;
    }

    static int crc16(byte[] data, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = ((crc << 8) & 0xffff) ^ TABLE_16[(crc >>> 8) ^ (data[i] & 0xff)];
        }
        return crc;
    }
}
