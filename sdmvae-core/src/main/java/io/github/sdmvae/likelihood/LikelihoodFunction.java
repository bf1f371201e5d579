/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

/**
 * A likelihood of the user's own, over plain arrays of a batch.
 *
 * <p><b>Thread rule:</b> may be called from several threads; keep no state in it.
 */
public interface LikelihoodFunction {

    /**
     * The name under which a saved model finds the function again.
     *
     * @return a stable name that no other function has
     */
    String name();

    /**
     * Numbers that the decoder gives per value of x: output row i is {@code [first n | second n | …]}.
     *
     * @return at least 1; 1 unless overridden
     */
    default int outputsPerValue() {
        return 1;
    }

    /**
     * Whether x is a power spectrum and {@link #mean} gives one, numbers of at least 0. Speech models need that.
     *
     * @return false unless overridden
     */
    default boolean isOfPower() {
        return false;
    }

    /**
     * Computes {@code -log p(x|o)} and its gradient. Arrays are row-major; those that receive come zeroed.
     *
     * @param rows data points in the batch
     * @param width n, values per data point
     * @param x rows × n data
     * @param output rows × (outputsPerValue·n) decoder outputs
     * @param loss receives one value per row, nats
     * @param gradient receives the derivative of the summed loss with respect to every output
     */
    void evaluate(int rows, int width, double[] x, double[] output, double[] loss, double[] gradient);

    /**
     * What a reconstruction shows for these outputs, usually the mean of p(x|o).
     *
     * @param rows data points in the batch
     * @param width n, values per data point
     * @param output rows × (outputsPerValue·n) decoder outputs
     * @param mean receives rows × n values
     */
    void mean(int rows, int width, double[] output, double[] mean);
}
