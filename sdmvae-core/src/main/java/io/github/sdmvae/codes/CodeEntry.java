/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

import java.util.Locale;

/**
 * One entry of a code.
 *
 * @param index in the code, from 0; the atom of the dictionary that it weighs
 * @param value of the deterministic code
 * @param relevance by the measure that was asked for, at least 0
 */
public record CodeEntry(int index, float value, float relevance) {
    static void require(int entry, int codeSize) {
        if (entry < 0 || entry >= codeSize) {
            throw new IndexOutOfBoundsException("entry must be 0 to " + (codeSize - 1) + ", got " + entry);
        }
    }

    /** For instance {@code 12: -1.73 (2.31)}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d: %.3g (%.3g)", index, value, relevance);
    }
}
