/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import io.github.sdmvae.metrics.MetricException;
import java.util.Arrays;

/** Cuts signals at 10 kHz into frames of 256 samples every 128 and drops those in which the clean speech pauses. */
final class StoiFrames {

    static final int LENGTH = 256;
    static final int HOP = 128;

    private static final double RANGE_DECIBELS = 40;
    private static final double[] WINDOW = Windows.innerHann(LENGTH);

    private StoiFrames() {}

    /** Number of frames in a signal; one that would just reach the end is left out. */
    static int count(int length) {
        return length <= LENGTH ? 0 : (length - LENGTH - 1) / HOP + 1;
    }

    /** Starts of the frames of the clean signal within 40 dB of its loudest one. */
    static int[] active(double[] clean) {
        double[] energies = new double[count(clean.length)];
        double loudest = Double.NEGATIVE_INFINITY;
        for (int f = 0; f < energies.length; f++) {
            energies[f] = decibels(clean, f * HOP);
            loudest = Math.max(loudest, energies[f]);
        }
        int[] starts = new int[energies.length];
        int kept = 0;
        for (int f = 0; f < energies.length; f++) {
            if (loudest - RANGE_DECIBELS - energies[f] < 0) {
                starts[kept++] = f * HOP;
            }
        }
        return Arrays.copyOf(starts, kept);
    }

    /** Joins the windowed frames at these starts by overlap-add. */
    static double[] join(double[] signal, int[] starts) {
        double[] joined = new double[(starts.length - 1) * HOP + LENGTH];
        for (int f = 0; f < starts.length; f++) {
            for (int i = 0; i < LENGTH; i++) {
                joined[f * HOP + i] += WINDOW[i] * signal[starts[f] + i];
            }
        }
        return joined;
    }

    /** Copies a windowed frame to the beginning of a buffer and clears the rest. */
    static void copy(double[] signal, int start, double[] buffer) {
        for (int i = 0; i < LENGTH; i++) {
            buffer[i] = WINDOW[i] * signal[start + i];
        }
        Arrays.fill(buffer, LENGTH, buffer.length, 0);
    }

    static void requireEnough(int frames, int least) {
        if (frames < least) {
            throw new MetricException(
                    MetricException.Reason.TOO_FEW_FRAMES,
                    "STOI needs " + least + " frames (about 0.4 s) of speech without pauses, got " + frames);
        }
    }

    private static double decibels(double[] signal, int start) {
        double sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            double sample = WINDOW[i] * signal[start + i];
            sum += sample * sample;
        }
        return 20 * Math.log10(Math.sqrt(sum) + Math.ulp(1.0));
    }
}
