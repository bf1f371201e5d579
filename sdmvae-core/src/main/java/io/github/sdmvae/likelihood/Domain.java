/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

/**
 * The values that a likelihood is defined for.
 *
 * @param lowest smallest value allowed
 * @param highest largest value allowed
 * @param meaning what such values are, for messages: for instance {@code powers}
 */
public record Domain(float lowest, float highest, String meaning) {

    /** Every finite number. */
    public static final Domain FINITE = new Domain(-Float.MAX_VALUE, Float.MAX_VALUE, "finite numbers");

    /**
     * Finds a value outside.
     *
     * @param values where
     * @param offset first to look at
     * @param count how many
     * @return index of the first value outside, counted from the offset; -1 if there is none
     */
    public int firstOutside(float[] values, int offset, int count) {
        float low = lowest;
        float high = highest;
        for (int i = 0; i < count; i++) {
            float v = values[offset + i];
            // Written so that NaN counts.
            if (!(v >= low && v <= high)) {
                return i;
            }
        }
        return -1;
    }
}
