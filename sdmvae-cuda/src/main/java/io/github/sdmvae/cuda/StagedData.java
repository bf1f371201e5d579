/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.data.FrameSource;

/** Brings a program's batches to where its gathering kernel finds them. Not thread-safe. */
interface StagedData extends AutoCloseable {
    /** Address of the rows that the batch's numbers count in; 0 before anything was staged. */
    long data();

    /** Address of the batch's numbers. */
    long numbers();

    /** Where in the numbers the batch begins. */
    int first();

    void stage(FrameSource source, int[] numbers, int from);

    void stage(float[] x, int firstRow);

    void stage(double[] x);

    /** What has been staged has been asked for by all that need it. */
    void used();

    @Override
    void close();
}
