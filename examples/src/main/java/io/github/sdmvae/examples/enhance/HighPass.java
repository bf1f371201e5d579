/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance;

import io.github.sdmvae.audio.AudioClip;

/**
 * Takes a rumble out of a recording: a Butterworth filter of second order, forwards and backwards, so that nothing moves in
 * time. At the limit 6 dB are lost, an octave below 25 dB, an octave above half a decibel.
 */
final class HighPass {
    private final double b0;
    private final double a1;
    private final double a2;

    private HighPass(double limit, int rate) {
        double w = Math.tan(Math.PI * limit / rate);
        double scale = 1 / (1 + Math.sqrt(2) * w + w * w);
        b0 = scale;
        a1 = 2 * (w * w - 1) * scale;
        a2 = (1 - Math.sqrt(2) * w + w * w) * scale;
    }

    /**
     * Filters.
     *
     * @param clip stays as it is
     * @param limit in Hz, 0 for no filter, below half the rate
     */
    static AudioClip of(AudioClip clip, double limit) {
        if (limit == 0) {
            return clip;
        }
        if (!(limit > 0 && limit < clip.sampleRate() / 2.0)) {
            throw new IllegalArgumentException("--high-pass must be 0 (none) or below half the rate of "
                    + clip.sampleRate() + " Hz, got " + limit);
        }
        HighPass filter = new HighPass(limit, clip.sampleRate());
        double[] samples = clip.samples();
        filter.run(samples);
        reverse(samples);
        filter.run(samples);
        reverse(samples);
        return AudioClip.of(samples, clip.sampleRate());
    }

    private void run(double[] samples) {
        double s1 = 0;
        double s2 = 0;
        for (int i = 0; i < samples.length; i++) {
            double x = samples[i];
            double y = b0 * x + s1;
            s1 = -2 * b0 * x - a1 * y + s2;
            s2 = b0 * x - a2 * y;
            samples[i] = y;
        }
    }

    private static void reverse(double[] samples) {
        for (int i = 0, j = samples.length - 1; i < j; i++, j--) {
            double sample = samples[i];
            samples[i] = samples[j];
            samples[j] = sample;
        }
    }
}
