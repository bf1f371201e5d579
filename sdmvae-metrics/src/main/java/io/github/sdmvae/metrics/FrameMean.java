/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * A mean over frames (or files) that leaves undefined values out and says how many there were.
 *
 * <p>Some figures have no value for some frames: the Hoyer sparsity of a code of zeros is 0/0. A plain mean would turn
 * into NaN or, worse, hide the gap.
 *
 * @param mean mean of the defined values, in the unit of the figure; NaN if there are none
 * @param used number of values in the mean, at least 0
 * @param undefined number of values left out because they are NaN, at least 0
 */
public record FrameMean(double mean, int used, int undefined) {

    /**
     * Checks the counts.
     *
     * @param mean mean of the defined values, NaN if there are none
     * @param used number of values in the mean
     * @param undefined number of values left out
     * @throws IllegalArgumentException if a count is negative
     */
    public FrameMean {
        if (used < 0 || undefined < 0) {
            throw new IllegalArgumentException(
                    "counts must be at least 0, got used " + used + ", undefined " + undefined);
        }
    }

    /**
     * Averages the values that are not NaN.
     *
     * @param values any number of values; NaN marks an undefined one
     * @return their mean and both counts
     */
    public static FrameMean of(double... values) {
        double sum = 0;
        int used = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                used++;
            }
        }
        return new FrameMean(used == 0 ? Double.NaN : sum / used, used, values.length - used);
    }
}
