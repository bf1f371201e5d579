/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

import java.util.Arrays;

/**
 * Units in which every column of data has mean 0 and variance 1, so that no column drowns in another. Immutable.
 *
 * @param centre the mean of each column
 * @param deviation the unit of each column, above 0
 */
@SuppressWarnings("ArrayRecordComponent") // internal: never compared
record ColumnScale(double[] centre, double[] deviation) {

    /** The units of the data itself. */
    static ColumnScale raw(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new ColumnScale(new double[width], ones);
    }

    /** A column of one value alone has no unit of its own: it gets that of the column that varies least. */
    static ColumnScale standard(double[] mean, double[] variances) {
        double least = leastPositive(variances);
        double[] deviation = new double[variances.length];
        for (int j = 0; j < deviation.length; j++) {
            deviation[j] = Math.sqrt(variances[j] > 0 ? variances[j] : least);
        }
        return new ColumnScale(mean, deviation);
    }

    static ColumnScale standard(Rows rows) {
        double[] mean = rows.mean();
        return standard(mean, rows.variances(mean));
    }

    static double leastPositive(double[] variances) {
        return Arrays.stream(variances).filter(v -> v > 0).min().orElseThrow();
    }

    int width() {
        return centre.length;
    }

    /** To these units, in place. */
    double[] apply(double[] row) {
        for (int j = 0; j < row.length; j++) {
            row[j] = (row[j] - centre[j]) / deviation[j];
        }
        return row;
    }

    /** To these units, many rows one after another, rounded. */
    void apply(float[] rows, int count) {
        for (int i = 0; i < count * width(); i += width()) {
            for (int j = 0; j < width(); j++) {
                rows[i + j] = (float) ((rows[i + j] - centre[j]) / deviation[j]);
            }
        }
    }

    /** From these units to those of the data, in place. */
    double[] restore(double[] row) {
        for (int j = 0; j < row.length; j++) {
            row[j] = centre[j] + deviation[j] * row[j];
        }
        return row;
    }

    /** What a log-density in these units has above one in the units of the data. */
    double logVolume() {
        double sum = 0;
        for (double d : deviation) {
            sum += StrictMath.log(d);
        }
        return sum;
    }
}
