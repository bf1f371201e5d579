/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

/**
 * Power spectral subtraction with a factor that falls with the frame's level above the noise, and a spectral floor: Berouti,
 * Schwartz and Makhoul 1979, after Boll 1979.
 */
final class Subtraction implements GainRule {
    /** At 0 dB above the noise; 1 from 20 dB on. */
    private static final double FACTOR = 4;

    private static final double SLOPE = 3 / 20.0;
    /** Of the noise's power, left in every bin. */
    private static final double FLOOR = 0.01;

    @Override
    public void gains(double[] power, double[] noise, double[] gain) {
        double factor = factor(sum(power) / sum(noise));
        for (int f = 0; f < gain.length; f++) {
            double left = Math.max(power[f] - factor * noise[f], FLOOR * noise[f]);
            gain[f] = Math.sqrt(Math.min(1, left / Math.max(power[f], Double.MIN_NORMAL)));
        }
    }

    private static double factor(double ratio) {
        double decibels = 10 * Math.log10(Math.max(ratio, Double.MIN_NORMAL));
        return Math.max(1, Math.min(FACTOR + SLOPE * 5, FACTOR - SLOPE * decibels));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
