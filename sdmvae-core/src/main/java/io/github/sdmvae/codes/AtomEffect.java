/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.codes;

/**
 * What one entry of the code does to the data: the decoder's mean with the entry up and down by a step, all else left alone.
 *
 * @param entry of the code, and atom of the dictionary
 * @param step by which the entry went up and down
 * @param up n values, data with the entry a step higher
 * @param down n values, data with the entry a step lower
 * @param decibels whether the data are powers, whose change is a ratio
 */
@SuppressWarnings("ArrayRecordComponent") // a result, read only
public record AtomEffect(int entry, float step, float[] up, float[] down, boolean decibels) {
    private static final double TINY = 1e-30;

    /**
     * The change from down to up: a difference, or for powers (spectra of speech) decibels.
     *
     * @return n values
     */
    public double[] change() {
        double[] change = new double[up.length];
        for (int j = 0; j < change.length; j++) {
            change[j] = decibels ? 10 * Math.log10((up[j] + TINY) / (down[j] + TINY)) : (double) up[j] - down[j];
        }
        return change;
    }

    /**
     * How much the entry does in all.
     *
     * @return root of the mean squared {@link #change}
     */
    public double size() {
        double sum = 0;
        for (double value : change()) {
            sum += value * value;
        }
        return Math.sqrt(sum / up.length);
    }
}
