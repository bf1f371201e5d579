/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/** Mean and population variance of each column over the frames that are finite throughout. */
final class UnitMoments {

    private final double[] means;
    private final double[] variances;
    private final int used;
    private final int undefined;

    private UnitMoments(double[] means, double[] variances, int used, int undefined) {
        this.means = means;
        this.variances = variances;
        this.used = used;
        this.undefined = undefined;
    }

    static UnitMoments of(float[][] frames) {
        int units = frames.length == 0 ? 0 : frames[0].length;
        double[] means = new double[units];
        double[] squares = new double[units];
        int used = 0;
        for (int t = 0; t < frames.length; t++) {
            requireLength(frames[t], units, t);
            if (finite(frames[t])) {
                used++;
                accumulate(frames[t], means, squares, used);
            }
        }
        for (int j = 0; j < units; j++) {
            squares[j] /= Math.max(used, 1);
        }
        return new UnitMoments(means, squares, used, frames.length - used);
    }

    double[] means() {
        return means;
    }

    double[] variances() {
        return variances;
    }

    ActiveUnits count(double[] values, double threshold) {
        int active = 0;
        for (double value : values) {
            if (value > threshold) {
                active++;
            }
        }
        return new ActiveUnits(active, values.length, used, undefined);
    }

    /** Welford's update: one pass, and no cancellation where the mean is large beside the spread. */
    private static void accumulate(float[] frame, double[] means, double[] squares, int count) {
        for (int j = 0; j < frame.length; j++) {
            double deviation = frame[j] - means[j];
            means[j] += deviation / count;
            squares[j] += deviation * (frame[j] - means[j]);
        }
    }

    private static boolean finite(float[] frame) {
        for (float entry : frame) {
            if (!Float.isFinite(entry)) {
                return false;
            }
        }
        return true;
    }

    private static void requireLength(float[] frame, int units, int index) {
        if (frame.length != units) {
            throw new IllegalArgumentException(
                    "all frames must have " + units + " entries as the first, frame " + index + " has " + frame.length);
        }
    }
}
