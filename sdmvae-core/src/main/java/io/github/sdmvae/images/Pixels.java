/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.images;

/** Arrays of intensities. */
final class Pixels {
    private Pixels() {}

    /** From 0 … 255 to 0 … 1. */
    static void scale(byte[] bytes, int from, float[] target, int offset, int count) {
        for (int i = 0; i < count; i++) {
            target[offset + i] = (bytes[from + i] & 0xff) / 255f;
        }
    }

    /** The length of an array for images in memory. */
    static int capacity(int count, int values) {
        long capacity = (long) count * values;
        if (count < 1 || capacity > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("count of images must be at least 1 and at most "
                    + (Integer.MAX_VALUE - 8) / values + " of " + values + " values, got " + count);
        }
        return (int) capacity;
    }
}
