/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import io.github.sdmvae.data.FrameSource;
import java.util.SplittableRandom;

/**
 * Finds a signal for a power spectrogram that has no phase: from random phases on, it goes back and forth between signal and
 * spectrogram, keeping the phase and putting the wanted magnitudes in. Deterministic: one seed, one signal.
 *
 * <p>Sources: D. W. Griffin and J. S. Lim, "Signal estimation from modified short-time Fourier transform", 1984; with
 * momentum: N. Perraudin, P. Balazs and P. L. Søndergaard, "A fast Griffin–Lim algorithm", 2013.
 *
 * @param iterations 1 to 100,000; 60 give most of what there is to gain
 * @param momentum 0 (the method of 1984) to below 2; 0.99 is fast
 * @param seed of the first phases
 */
public record GriffinLim(int iterations, double momentum, long seed) {
    private static final int MAX_ITERATIONS = 100_000;

    /**
     * Checks the ranges.
     *
     * @param iterations rounds of the algorithm
     * @param momentum of the method of 2013
     * @param seed of the first phases
     * @throws IllegalArgumentException if a value is out of range
     */
    public GriffinLim {
        if (iterations < 1 || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "iterations must be between 1 and " + MAX_ITERATIONS + ", got " + iterations);
        }
        if (!(momentum >= 0 && momentum < 2)) {
            throw new IllegalArgumentException("momentum must be at least 0 and below 2, got " + momentum);
        }
    }

    /**
     * 60 iterations with a momentum of 0.99.
     *
     * @param seed of the first phases
     * @return the options
     */
    public static GriffinLim seeded(long seed) {
        return new GriffinLim(60, 0.99, seed);
    }

    /**
     * Makes a signal.
     *
     * @param power as many rows as {@link StftConfig#frames} says for the length, finite values of at least 0
     * @param stft the transform of the power
     * @param length samples of the signal
     * @return the signal
     * @throws IllegalArgumentException if the shape does not fit the length or a value is negative or not finite
     */
    public double[] signal(FrameSource power, Stft stft, int length) {
        double[] magnitudes =
                Spectrogram.magnitudes(power, stft.config(), stft.config().frames(length));
        double[] values = magnitudes.clone();
        randomise(values);
        double[] before = new double[values.length];
        for (int i = 0; i < iterations; i++) {
            double[] consistent = stft.forward(stft.inverse(values, length)).shared();
            project(magnitudes, consistent, before, i == 0 ? 0 : momentum, values);
            before = consistent;
        }
        return stft.inverse(values, length);
    }

    private void randomise(double[] values) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < values.length; i += 2) {
            double phase = 2 * Math.PI * random.nextDouble();
            values[i + 1] = values[i] * Math.sin(phase);
            values[i] *= Math.cos(phase);
        }
    }

    private static void project(double[] wanted, double[] now, double[] before, double momentum, double[] out) {
        for (int i = 0; i < out.length; i += 2) {
            double re = now[i] + momentum * (now[i] - before[i]);
            double im = now[i + 1] + momentum * (now[i + 1] - before[i + 1]);
            double size = Math.hypot(re, im);
            // Without a direction the phase is 0.
            out[i] = size == 0 ? wanted[i] : wanted[i] * (re / size);
            out[i + 1] = size == 0 ? 0 : wanted[i] * (im / size);
        }
    }
}
