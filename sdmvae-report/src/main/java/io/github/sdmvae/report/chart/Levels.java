/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.report.chart;

import java.util.Arrays;

/** What numbers a picture's colours should span. */
public final class Levels {
    private static final double PERCENTILE = 0.995;
    private static final double FLOOR = 1e-10;

    private Levels() {}

    /**
     * Sizes of codes as parts of the largest. Only ratios within a model mean something. One outlier should not darken the
     * rest, so "largest" leaves the top half percent out.
     *
     * @param codes rows × k
     * @return rows × k numbers from 0 to 1
     */
    public static float[][] relative(float[][] codes) {
        float[][] sizes = new float[codes.length][codes[0].length];
        for (int i = 0; i < sizes.length; i++) {
            for (int j = 0; j < sizes[i].length; j++) {
                sizes[i][j] = Math.abs(codes[i][j]);
            }
        }
        double largest = Math.max(percentile(sizes, PERCENTILE), Float.MIN_NORMAL);
        for (float[] row : sizes) {
            for (int j = 0; j < row.length; j++) {
                row[j] = (float) Math.min(1, row[j] / largest);
            }
        }
        return sizes;
    }

    /**
     * Powers in decibels.
     *
     * @param power rows of numbers of at least 0
     * @return 10 log₁₀ of each, at least −100 dB
     */
    public static float[][] decibels(float[][] power) {
        float[][] decibels = new float[power.length][];
        for (int i = 0; i < decibels.length; i++) {
            decibels[i] = power[i].clone();
            for (int j = 0; j < decibels[i].length; j++) {
                decibels[i][j] = (float) (10 * Math.log10(Math.max(decibels[i][j], FLOOR)));
            }
        }
        return decibels;
    }

    /**
     * A percentile of all numbers.
     *
     * @param values rows of the same length
     * @param part 0 for the smallest, 1 for the largest
     * @return one of the numbers
     */
    public static double percentile(float[][] values, double part) {
        float[] sorted = new float[values.length * values[0].length];
        for (int i = 0; i < values.length; i++) {
            System.arraycopy(values[i], 0, sorted, i * values[0].length, values[0].length);
        }
        Arrays.sort(sorted);
        return sorted[(int) Math.round(part * (sorted.length - 1))];
    }

    /**
     * The range of one column that leaves outliers out.
     *
     * @param label of the scale
     * @param rows the numbers
     * @param column which column
     * @param outside part left out at either end, below one half
     * @return never empty
     */
    public static Scale range(String label, float[][] rows, int column, double outside) {
        float[][] values = new float[rows.length][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new float[] {rows[i][column]};
        }
        double low = percentile(values, outside);
        double high = percentile(values, 1 - outside);
        double margin = Math.max(0.04 * (high - low), 1e-6 * Math.max(1, Math.abs(low)));
        return new Scale(label, low - margin, high + margin);
    }
}
