/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.data;

/**
 * Random access to data points: {@link #size()} rows of {@link #width()} finite floats each (for speech, the power
 * spectrum {@code |STFT|²} of one frame). The trainer reads rows in shuffled order.
 *
 * <p><b>Thread rule:</b> implementations must allow concurrent {@link #read} calls and must not change while in use.
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
     * What the data is, for the provenance of a model trained on it.
     *
     * @return one line, for instance {@code "531 files, 156658 frames of 513"}
     */
    default String description() {
        return size() + " rows of " + width();
    }
}
