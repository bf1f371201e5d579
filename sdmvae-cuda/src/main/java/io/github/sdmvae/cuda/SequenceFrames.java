/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.BatchShape;
import io.github.sdmvae.engine.kernels.SequenceRows;
import java.util.Arrays;

/** The rows of one sequence, and on the card which of them hold frames: recordings serve any number. */
final class SequenceFrames {
    private final SequenceRows rows;
    private final CudaTensor valid;

    /** Room for so many frames; {@link #set} says how many there are. */
    SequenceFrames(RecordingEngine engine, int frames) {
        rows = new SequenceRows(BatchShape.of(1, frames));
        valid = engine.zeros(frames, 1);
        for (int t = 0; t < frames; t++) {
            engine.presentAt(rows.valid(t), valid.address() + Float.BYTES * (long) t);
        }
    }

    SequenceRows rows() {
        return rows;
    }

    void set(int count, Results copies) {
        rows.set(new int[] {count}, 0);
        float[] present = new float[valid.length()];
        Arrays.fill(present, 0, count, 1);
        copies.write(valid, present);
    }
}
