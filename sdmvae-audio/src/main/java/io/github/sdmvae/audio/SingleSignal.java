/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Arrays;

/** What is done with the samples of a signal in single precision before and after its transform. */
final class SingleSignal {
    /** Of samples whose squares stay below it, no transform comes near the largest float. */
    private static final float LARGE = 1e30f;

    private SingleSignal() {}

    /**
     * The largest magnitude.
     *
     * @throws IllegalArgumentException if a sample is not finite
     */
    static float peak(float[] signal) {
        int most = 0;
        for (float sample : signal) {
            // Without their sign, the bits of floats are in the order of their magnitudes, and NaN comes last.
            most = Math.max(most, Float.floatToRawIntBits(sample) & Integer.MAX_VALUE);
        }
        float peak = Float.intBitsToFloat(most);
        if (!Float.isFinite(peak)) {
            requireFinite(signal);
        }
        return peak;
    }

    private static void requireFinite(float[] signal) {
        for (int i = 0; i < signal.length; i++) {
            if (!Float.isFinite(signal[i])) {
                throw new IllegalArgumentException("samples must be finite, sample " + i + " is " + signal[i]);
            }
        }
    }

    /**
     * Copies a part of the signal with what stands beyond its ends.
     *
     * @param start of the part, in samples of the signal, at least minus half a window
     * @param part filled
     */
    static void copy(float[] signal, StftConfig.Padding padding, int start, float[] part) {
        int from = Math.max(0, start);
        int to = (int) Math.min(signal.length, (long) start + part.length);
        Arrays.fill(part, 0);
        if (from < to) {
            System.arraycopy(signal, from, part, from - start, to - from);
        }
        if (padding == StftConfig.Padding.REFLECT) {
            for (int i = start; i < 0; i++) {
                part[i - start] = signal[-i];
            }
            // Odd windows and long hops reach further than half a window, possibly further than the mirror image.
            long mirrored = Math.min((long) start + part.length, 2L * signal.length - 1);
            for (int i = Math.max(signal.length, start); i < mirrored; i++) {
                part[i - start] = signal[2 * signal.length - 2 - i];
            }
        }
    }

    /** Adds the square of each sample to the one in its place, so that those of many parts can be looked at together. */
    static void addSquares(float[] part, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += part[i] * part[i];
        }
    }

    /** Whether all samples were finite, and of ordinary size. */
    static boolean areOrdinary(float[] sums) {
        for (float sum : sums) {
            if (!(sum < LARGE)) {
                return false;
            }
        }
        return true;
    }

    static double[] widen(float[] signal) {
        double[] wide = new double[signal.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = signal[i];
        }
        return wide;
    }

    static float[] narrow(double[] signal) {
        float[] narrow = new float[signal.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) signal[i];
        }
        return narrow;
    }
}
