/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import java.util.Arrays;

/** Checks of what is added to a stream. */
final class Masks {

    private Masks() {}

    static boolean[] all(int frames) {
        boolean[] mask = new boolean[frames];
        Arrays.fill(mask, true);
        return mask;
    }

    static void requireLength(boolean[] counted, int frames) {
        if (counted.length != frames) {
            throw new IllegalArgumentException(
                    "the mask must have one entry per frame, got " + counted.length + " for " + frames);
        }
    }

    static void requireWidth(CodeFrames frames, int width) {
        if (frames.size() > 0 && frames.width() != width) {
            throw new IllegalArgumentException("codes must have " + width + " entries, got " + frames.width());
        }
    }
}
