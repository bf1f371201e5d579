/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * Which random numbers a batch's draws take: rows of a sequence that is a pure function of a key, so that an engine can
 * compute them where it needs them.
 *
 * @param key from {@link io.github.sdmvae.random.CounterNoise#key}
 * @param first row of the first draw
 * @param order how draws are numbered from there
 */
public record Noise(long key, long first, Order order) {

    /** How the draws of a batch follow each other in the sequence. */
    public enum Order {
        /** Draw r of data point i is row {@code first + r·B + i}: as they lie in memory. */
        BY_DRAW,
        /** Draw r of data point i is row {@code (first + i)·R + r}: whatever the batch, a point has the same noise. */
        BY_POINT
    }

    /**
     * The noise of a training step.
     *
     * @param key of the step
     * @return rows 0, 1, …
     */
    public static Noise ofStep(long key) {
        return new Noise(key, 0, Order.BY_DRAW);
    }

    /**
     * The noise of data points, the same whatever the batches.
     *
     * @param key of the evaluation
     * @param firstPoint number of the batch's first data point
     * @return the noise
     */
    public static Noise ofPoints(long key, long firstPoint) {
        return new Noise(key, firstPoint, Order.BY_POINT);
    }
}
