/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/**
 * The quantile of every frequency's power over time, exact and in little memory: the bits of floats above zero are in the order
 * of the numbers, so that three counts, each of the next bits, find it.
 */
final class BinQuantiles {
    private static final int DIGIT = 11;
    private static final int VALUES = 1 << DIGIT;
    private static final int BLOCK = 256;

    private BinQuantiles() {}

    /**
     * Finds quantiles.
     *
     * @param power finite and above zero
     * @param part 0 to 1
     * @return of every frequency the value at the place ⌊part · (T − 1)⌋ of those in order
     */
    static float[] of(MixturePower power, double part) {
        int bins = power.bins();
        int[] prefix = new int[bins];
        long[] place = new long[bins];
        java.util.Arrays.fill(place, (long) (part * (power.frames() - 1)));
        for (int shift = 2 * DIGIT - 1; shift >= -1; shift -= DIGIT) {
            narrow(power, Math.max(0, shift), shift < 0 ? DIGIT - 1 : DIGIT, prefix, place);
        }
        float[] quantiles = new float[bins];
        for (int f = 0; f < bins; f++) {
            quantiles[f] = Float.intBitsToFloat(prefix[f]);
        }
        return quantiles;
    }

    /** Finds the next digit of every quantile: among the numbers that begin as it does, at which digit its place falls. */
    private static void narrow(MixturePower power, int shift, int width, int[] prefix, long[] place) {
        int bins = power.bins();
        int[] counts = new int[bins * VALUES];
        float[] rows = new float[BLOCK * bins];
        int above = shift + width;
        for (int first = 0; first < power.frames(); first += BLOCK) {
            int count = Math.min(BLOCK, power.frames() - first);
            power.read(first, count, rows);
            for (int t = 0; t < count; t++) {
                for (int f = 0; f < bins; f++) {
                    int bits = Float.floatToRawIntBits(rows[t * bins + f]);
                    if (above >= 31 || bits >>> above == prefix[f] >>> above) {
                        counts[f * VALUES + (bits >>> shift & (1 << width) - 1)]++;
                    }
                }
            }
        }
        for (int f = 0; f < bins; f++) {
            int digit = 0;
            while (place[f] >= counts[f * VALUES + digit]) {
                place[f] -= counts[f * VALUES + digit++];
            }
            prefix[f] |= digit << shift;
        }
    }
}
