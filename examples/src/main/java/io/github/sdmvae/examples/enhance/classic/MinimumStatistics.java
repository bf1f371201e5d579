/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

import java.util.Arrays;

/**
 * The noise's power spectrum under speech: smoothed powers fall to it in pauses and between harmonics, so their minimum over
 * the last one and a half seconds, corrected for its bias, is an estimate of it. Martin 2001, "Noise power spectral density
 * estimation based on optimal smoothing and minimum statistics" (equations are its). Takes frames in order.
 */
final class MinimumStatistics {
    private static final double LARGEST_SMOOTHING = 0.96;
    private static final double LEAST_SMOOTHING = 0.3;
    private static final double LEAST_CORRECTION = 0.7;
    private static final double LARGEST_BETA = 0.8;
    private static final double SPREAD = 2.12;
    /** Parts of the window that minima are taken over. */
    private static final int PARTS = 8;

    private static final double WINDOW_SECONDS = 1.5;
    private static final double FLOOR = 1e-14;
    /** Mean of the minimum of D values, table III. */
    private static final double[] LENGTHS = {1, 2, 5, 8, 10, 15, 20, 30, 40, 60, 80, 120, 140, 160, 180, 220, 260, 300};

    private static final double[] MEANS = {
        0, 0.26, 0.48, 0.58, 0.61, 0.668, 0.705, 0.762, 0.8, 0.841, 0.865, 0.89, 0.9, 0.91, 0.92, 0.93, 0.935, 0.94
    };

    private final int bins;
    /** V and D: frames of a part and of the window. */
    private final int partLength;

    private final int windowLength;
    private final double[] smoothed;
    private final double[] noise;
    private final double[] mean;
    private final double[] square;
    private final double[] minimum;
    private final double[] partMinimum;
    private final double[][] minima = new double[PARTS][];
    private final boolean[] local;
    private double correction = 1;
    private int inPart;
    private int part;
    private boolean started;

    /**
     * Prepares for a recording.
     *
     * @param bins of a frame
     * @param frameSeconds from frame to frame
     */
    MinimumStatistics(int bins, double frameSeconds) {
        this.bins = bins;
        this.partLength = Math.max(1, (int) Math.round(WINDOW_SECONDS / PARTS / frameSeconds));
        this.windowLength = PARTS * partLength;
        this.smoothed = new double[bins];
        this.noise = new double[bins];
        this.mean = new double[bins];
        this.square = new double[bins];
        this.minimum = filled(bins);
        this.partMinimum = filled(bins);
        Arrays.setAll(minima, i -> filled(bins));
        this.local = new boolean[bins];
        this.inPart = partLength;
    }

    private static double[] filled(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        return values;
    }

    /**
     * Takes the next frame.
     *
     * @param power one value per bin
     * @return the noise's expected power per bin, above 0; the same array every time
     */
    double[] next(double[] power) {
        if (!started) {
            start(power);
        }
        double[] inverseFreedom = smooth(power);
        double average = Arrays.stream(inverseFreedom).average().orElse(0);
        track(inverseFreedom, 1 + SPREAD * Math.sqrt(average));
        endPart(average);
        return noise;
    }

    private void start(double[] power) {
        for (int f = 0; f < bins; f++) {
            smoothed[f] = Math.max(power[f], FLOOR);
            noise[f] = smoothed[f];
            mean[f] = smoothed[f];
            square[f] = smoothed[f] * smoothed[f];
        }
        started = true;
    }

    /** Equations 9 to 12 and 20 to 23: smooths and gives the inverse equivalent degrees of freedom. */
    private double[] smooth(double[] power) {
        double ratio = sum(smoothed) / Math.max(sum(power), FLOOR) - 1;
        correction = 0.7 * correction + 0.3 * Math.max(1 / (1 + ratio * ratio), LEAST_CORRECTION);
        double[] inverse = new double[bins];
        for (int f = 0; f < bins; f++) {
            double excess = smoothed[f] / noise[f] - 1;
            double alpha = Math.max(LEAST_SMOOTHING, LARGEST_SMOOTHING * correction / (1 + excess * excess));
            smoothed[f] = Math.max(alpha * smoothed[f] + (1 - alpha) * power[f], FLOOR);
            double beta = Math.min(alpha * alpha, LARGEST_BETA);
            mean[f] = beta * mean[f] + (1 - beta) * smoothed[f];
            square[f] = beta * square[f] + (1 - beta) * smoothed[f] * smoothed[f];
            double variance = Math.max(square[f] - mean[f] * mean[f], 0);
            inverse[f] = Math.min(Math.max(variance / (2 * noise[f] * noise[f]), 1e-5), 0.5);
        }
        return inverse;
    }

    /** Minima of the part and of the window, equation 16 and figure 5. */
    private void track(double[] inverse, double spread) {
        for (int f = 0; f < bins; f++) {
            double unbiased = spread * smoothed[f];
            double whole = unbiased * bias(inverse[f], windowLength);
            double ofPart = unbiased * bias(inverse[f], partLength);
            if (whole < minimum[f]) {
                minimum[f] = whole;
                partMinimum[f] = ofPart;
                local[f] = inPart > 1 && inPart < partLength;
            }
            noise[f] = Math.max(Math.min(noise[f], partMinimum[f]), FLOOR);
        }
    }

    private static double bias(double inverseFreedom, int length) {
        double m = meanOfMinimum(length);
        double freedom = (1 / inverseFreedom - 2 * m) / (1 - m);
        return 1 + (length - 1) * 2 / freedom;
    }

    private static double meanOfMinimum(int length) {
        int i = Arrays.binarySearch(LENGTHS, length);
        if (i >= 0) {
            return MEANS[i];
        }
        int above = -i - 1;
        if (above == LENGTHS.length) {
            return MEANS[above - 1];
        }
        double part = (Math.sqrt(length) - Math.sqrt(LENGTHS[above - 1]))
                / (Math.sqrt(LENGTHS[above]) - Math.sqrt(LENGTHS[above - 1]));
        return MEANS[above - 1] + part * (MEANS[above] - MEANS[above - 1]);
    }

    /** At the end of a part its minimum enters the window, and a part's own rise is followed if it is a slow one. */
    private void endPart(double average) {
        inPart--;
        if (inPart > 0) {
            return;
        }
        double slope = average < 0.03 ? 8 : average < 0.05 ? 4 : average < 0.06 ? 2 : 1.2;
        minima[part] = minimum.clone();
        part = (part + 1) % PARTS;
        for (int f = 0; f < bins; f++) {
            double least = Double.POSITIVE_INFINITY;
            for (double[] of : minima) {
                least = Math.min(least, of[f]);
            }
            if (local[f] && partMinimum[f] < slope * least && partMinimum[f] > least) {
                least = partMinimum[f];
                for (double[] of : minima) {
                    of[f] = least;
                }
            }
            noise[f] = Math.max(least, FLOOR);
            minimum[f] = Double.POSITIVE_INFINITY;
            partMinimum[f] = Double.POSITIVE_INFINITY;
            local[f] = false;
        }
        inPart = partLength;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
