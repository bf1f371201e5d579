/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

import java.util.List;
import java.util.Objects;

/**
 * Random access to data points: {@link #size()} rows of {@link #width()} finite floats each (for speech, the power
 * spectrum {@code |STFT|²} of one frame). The trainer reads rows in shuffled order,
 * many at a time.
 *
 * <p><b>Thread rule:</b> implementations must allow concurrent {@code read} calls of both forms, each with a target of its
 * own (or a stretch of its own in a common one), and must not change while in use.
 */
public interface FrameSource {

    /**
     * The number of rows.
     *
     * @return at least 0
     */
    int size();

    /**
     * The number of values in each row.
     *
     * @return at least 1
     */
    int width();

    /**
     * Copies one row.
     *
     * @param index row, 0 ≤ index &lt; {@link #size()}
     * @param target receives {@link #width()} values
     * @param offset where the first value goes
     * @throws IndexOutOfBoundsException if the row or the target range does not exist
     */
    void read(int index, float[] target, int offset);

    /**
     * Copies many rows, for instance a batch, one after another. The values are those of one {@link #read(int, float[],
     * int)} per row, which is what this does unless a source knows a faster way. A row may be asked for more than once.
     *
     * @param rows numbers of rows, each 0 ≤ row &lt; {@link #size()}; not changed
     * @param first where in {@code rows} the first number is
     * @param count how many rows, at least 0
     * @param target receives {@code count} × {@link #width()} values
     * @param offset where the first value goes
     * @throws IndexOutOfBoundsException if a row, the range of numbers or the target range does not exist; after one that
     *     names a row, the target range may hold some of the rows
     */
    default void read(int[] rows, int first, int count, float[] target, int offset) {
        Objects.checkFromIndexSize(first, count, rows.length);
        Objects.checkFromIndexSize(offset, (long) count * width(), target.length);
        for (int i = 0; i < count; i++) {
            read(rows[first + i], target, offset + i * width());
        }
    }

    /**
     * Names of the columns, for messages.
     *
     * @return as many as there are columns, or none
     */
    default List<String> names() {
        return List.of();
    }

    /**
     * What the data is, for the provenance of a model trained on it.
     *
     * @return one line, for instance {@code "531 files, 156658 frames of 513"}
     */
    default String description() {
        return size() + " rows of " + width();
    }
}
