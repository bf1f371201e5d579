/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.lang.ref.SoftReference;
import org.jspecify.annotations.Nullable;

/** A filter given by gains in dB at some frequencies, linear in between, relative to its gain at 1 kHz. */
final class FrequencyResponse {

    /** Telephone band 350 to 3250 Hz, in which levels are compared. P.862 clause 10.1. */
    static final FrequencyResponse LEVEL = new FrequencyResponse(
            new double[] {0, 300, 350, 3250, 3500, 8000}, new double[] {-500, -500, 0, 0, -500, -500}, 0);

    /** Receive path of a handset (modified IRS). P.862 clause 10.1. */
    static final FrequencyResponse HANDSET = new FrequencyResponse(
            new double[] {0, 50, 100, 125, 160, 200, 250, 300, 350, 400, 500, 600, 3250, 3500, 4000, 8000},
            new double[] {-200, -40, -20, -12, -6, 0, 4, 6, 8, 10, 11, 12, 12, 4, -200, -200},
            12);

    private final double[] hertz;
    private final double[] decibels;
    private final double reference;
    private volatile SoftReference<@Nullable Gains> lastGains = new SoftReference<>(null);

    /** Gains at one rate and size; not changed after they are made. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Gains(int rate, double[] values) {}

    private FrequencyResponse(double[] hertz, double[] decibels, double reference) {
        this.hertz = hertz;
        this.decibels = decibels;
        this.reference = reference;
    }

    /** Filters a packed spectrum (see {@link RealFft}) into a new array. */
    double[] applyTo(double[] spectrum, int rate) {
        double[] gains = gains(spectrum.length, rate);
        double[] filtered = new double[spectrum.length];
        for (int k = 1; k < spectrum.length / 2; k++) {
            filtered[2 * k] = gains[k] * spectrum[2 * k];
            filtered[2 * k + 1] = gains[k] * spectrum[2 * k + 1];
        }
        filtered[0] = gains[0] * spectrum[0];
        filtered[1] = gains[spectrum.length / 2] * spectrum[1];
        return filtered;
    }

    /** Gains of all bins: the same for both signals of a pair, and mostly for the next pair. */
    private double[] gains(int size, int rate) {
        Gains last = lastGains.get();
        if (last == null || last.rate != rate || last.values.length != size / 2 + 1) {
            last = new Gains(rate, computeGains(size, rate));
            lastGains = new SoftReference<>(last);
        }
        return last.values;
    }

    private double[] computeGains(int size, int rate) {
        double[] gains = new double[size / 2 + 1];
        int segment = 0;
        for (int k = 1; k < size / 2; k++) {
            double frequency = (double) k * rate / size;
            while (frequency > hertz[segment + 1]) {
                segment++;
            }
            gains[k] = gain(segment, frequency);
        }
        gains[0] = gainAt(0);
        gains[size / 2] = gainAt(rate / 2.0);
        return gains;
    }

    /** Linear gain at a frequency from 0 to 8000 Hz. */
    double gainAt(double frequency) {
        int segment = 0;
        while (frequency > hertz[segment + 1]) {
            segment++;
        }
        return gain(segment, frequency);
    }

    private double gain(int segment, double frequency) {
        double low = decibels[segment];
        double slope = (decibels[segment + 1] - low) / (hertz[segment + 1] - hertz[segment]);
        return Math.pow(10, (low + slope * (frequency - hertz[segment]) - reference) / 20);
    }
}
