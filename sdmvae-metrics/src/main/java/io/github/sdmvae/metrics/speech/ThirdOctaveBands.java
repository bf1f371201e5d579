/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Magnitudes in 15 third-octave bands from 150 Hz, for every frame of a signal at 10 kHz. */
final class ThirdOctaveBands {

    static final int COUNT = 15;

    private static final int FFT_LENGTH = 512;
    /** First bin of each band and, last, the end of the uppermost. */
    private static final int[] EDGES = edges();

    private ThirdOctaveBands() {}

    /** Envelopes: one row of frames per band. */
    static double[][] envelopes(double[] signal) {
        int frames = StoiFrames.count(signal.length);
        double[][] envelopes = new double[COUNT][frames];
        double[] buffer = new double[FFT_LENGTH];
        RealFft fft = RealFft.ofSize(FFT_LENGTH);
        for (int f = 0; f < frames; f++) {
            StoiFrames.copy(signal, f * StoiFrames.HOP, buffer);
            fft.forward(buffer);
            for (int b = 0; b < COUNT; b++) {
                envelopes[b][f] = magnitude(buffer, EDGES[b], EDGES[b + 1]);
            }
        }
        return envelopes;
    }

    static int firstBin(int band) {
        return EDGES[band];
    }

    private static double magnitude(double[] spectrum, int from, int to) {
        double power = 0;
        for (int i = 2 * from; i < 2 * to; i++) {
            power += spectrum[i] * spectrum[i];
        }
        return Math.sqrt(power);
    }

    private static int[] edges() {
        int[] edges = new int[COUNT + 1];
        for (int b = 0; b <= COUNT; b++) {
            edges[b] = (int) Math.round(150 * Math.pow(2, (2 * b - 1) / 6.0) * FFT_LENGTH / 10_000);
        }
        return edges;
    }
}
