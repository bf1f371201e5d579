/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.List;

/** Frames of the reference that a drop in delay cut out of the degraded signal; they are not held against it. */
final class LostFrames {

    private LostFrames() {}

    /** Clears their disturbances and returns how many frames were cleared. */
    static int clear(Disturbances disturbances, List<UtteranceDraft> utterances, PesqGrid grid) {
        int cleared = 0;
        for (int u = 1; u < utterances.size(); u++) {
            UtteranceDraft before = utterances.get(u - 1);
            UtteranceDraft after = utterances.get(u);
            int jump = after.delay - before.delay;
            if (jump < -grid.hop()) {
                int begin = frame(after.start, after.delay, grid);
                int first = Math.max(0, Math.min(begin, frame(before.end, before.delay, grid)));
                // The last frame counts from the start in the reference, hence without the new delay.
                int last = frame(after.start, -jump, grid) + 1;
                for (int f = first; f <= last && f < disturbances.frames() - 1; f++) {
                    disturbances.clear(f);
                    cleared++;
                }
            }
        }
        return cleared;
    }

    private static int frame(int window, int delay, PesqGrid grid) {
        return ((window - PesqGrid.MARGIN_WINDOWS) * grid.window() + delay) / grid.hop();
    }
}
