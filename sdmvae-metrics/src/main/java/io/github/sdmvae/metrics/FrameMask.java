/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics;

/**
 * Which frames count: masks that leave silence out of means over frames.
 *
 * <p>A frame of digital silence has a code like any other, and most models give it one that is not zero, so figures of
 * codes count it unless they are told not to. A mask has one entry per frame, true where the frame counts. Methods are
 * safe for use by several threads.
 */
public final class FrameMask {

    private FrameMask() {}

    /**
     * Frames that are louder than a fixed energy; the rule for streams, since no frame needs to know the others.
     *
     * @param power T frames of F powers
     * @param energy sum of a frame's powers above which it counts, at least 0; 0 leaves out digital silence only
     * @return T entries; false for a frame whose energy is NaN or infinite
     * @throws IllegalArgumentException if the energy is negative or not finite
     */
    public static boolean[] louderThan(float[][] power, double energy) {
        if (!(energy >= 0 && energy < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("energy must be finite and at least 0, got " + energy);
        }
        boolean[] mask = new boolean[power.length];
        for (int t = 0; t < mask.length; t++) {
            double sum = sum(power[t]);
            mask[t] = sum > energy && sum < Double.POSITIVE_INFINITY;
        }
        return mask;
    }

    /**
     * Frames within a range below the loudest one of the recording, as STOI leaves pauses out with 40 dB.
     *
     * @param power T frames of F powers, a whole recording
     * @param decibels the range, finite and above 0
     * @return T entries; all false if the recording is silent
     * @throws IllegalArgumentException if the range is not above 0
     */
    public static boolean[] within(float[][] power, double decibels) {
        if (!(decibels > 0 && decibels < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("decibels must be finite and above 0, got " + decibels);
        }
        double loudest = 0;
        for (float[] frame : power) {
            double sum = sum(frame);
            if (sum > loudest && sum < Double.POSITIVE_INFINITY) {
                loudest = sum;
            }
        }
        return louderThan(power, loudest * Math.pow(10, -decibels / 10));
    }

    private static double sum(float[] frame) {
        double sum = 0;
        for (float power : frame) {
            sum += power;
        }
        return sum;
    }
}
