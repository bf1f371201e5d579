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
 * @param scaled n values, the change of the data as the model sees them, behind its data transform; {@link #change} if it has none
 */
@SuppressWarnings("ArrayRecordComponent") // a result, read only
public record AtomEffect(int entry, float step, float[] up, float[] down, boolean decibels, double[] scaled) {
    private static final double TINY = 1e-30;

    /**
     * The change from down to up, in the units of the data: a difference, or for powers (spectra of speech) decibels.
     *
     * @return n values
     */
    public double[] change() {
        return change(up, down, decibels);
    }

    static double[] change(float[] up, float[] down, boolean decibels) {
        double[] change = new double[up.length];
        for (int j = 0; j < change.length; j++) {
            change[j] = decibels ? 10 * Math.log10((up[j] + TINY) / (down[j] + TINY)) : (double) up[j] - down[j];
        }
        return change;
    }

    /**
     * How much the entry does in all, comparable between entries even where columns have different units.
     *
     * @return root of the mean squared {@link #scaled} change
     */
    public double size() {
        double sum = 0;
        for (double value : scaled) {
            sum += value * value;
        }
        return Math.sqrt(sum / up.length);
    }
}
