/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.util.Objects;

/** Reads many rows by as few copies as their numbers allow: neighbours that follow one another are one copy. */
final class RowRuns {
    private RowRuns() {}

    /** Copies rows that lie one behind the other. */
    @FunctionalInterface
    interface Copy {
        void rows(int row, int count, float[] target, int offset);
    }

    /** Checks everything that {@link FrameSource#read(int[], int, int, float[], int)} must check, then copies. */
    static void read(FrameSource source, Copy copy, int[] rows, int first, int count, float[] target, int offset) {
        Objects.checkFromIndexSize(first, count, rows.length);
        Objects.checkFromIndexSize(offset, (long) count * source.width(), target.length);
        int end = first + count;
        for (int from = first; from < end; ) {
            int to = from + 1;
            while (to < end && rows[to] == rows[to - 1] + 1) {
                to++;
            }
            Objects.checkFromIndexSize(rows[from], to - from, source.size());
            copy.rows(rows[from], to - from, target, offset + (from - first) * source.width());
            from = to;
        }
    }
}
