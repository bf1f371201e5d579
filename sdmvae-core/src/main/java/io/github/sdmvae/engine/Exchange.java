/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * Where several workers meet that each hold a part of a batch: statistics of the whole batch before anything that depends
 * on them, gradients before the update. With {@link #none()} neither point exists.
 *
 * <p>Every worker calls the same points in the same order; both calls return when all workers' shares are summed. Sums are
 * to be formed in a fixed order, so that the same seed gives the same result.
 *
 * <p><b>Thread rule:</b> called from the thread that runs the program.
 */
public interface Exchange {

    /**
     * B of all workers together.
     *
     * @param own B of this worker's program
     * @return data points of the whole batch
     */
    int totalRows(int own);

    /**
     * Statistics of the batch: μ² + σ² per code entry of a shared γ, mean divergences of free bits, frames of a model of time.
     *
     * @param shares of this worker; receives the sum over all workers
     */
    void statistics(double[] shares);

    /**
     * The gradient.
     *
     * @param share of this worker, already scaled by the size of the whole batch; receives the sum over all workers
     */
    void gradient(double[] share);

    /**
     * One worker with the whole batch.
     *
     * @return no exchange
     */
    static Exchange none() {
        return Alone.INSTANCE;
    }

    /** One worker. */
    enum Alone implements Exchange {
        /** The only one. */
        INSTANCE;

        @Override
        public int totalRows(int own) {
            return own;
        }

        @Override
        public void statistics(double[] shares) {}

        @Override
        public void gradient(double[] share) {}
    }
}
