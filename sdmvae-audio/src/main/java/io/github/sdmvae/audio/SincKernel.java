/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * A sinc under a Kaiser window.
 *
 * <p>Source: J. F. Kaiser's window design formulas (1974): attenuation A gives shape 0.1102·(A − 8.7) and, for a
 * transition band of Δω, (A − 7.95) / (2.285·Δω) taps.
 *
 * @param cutoff relative to the input's Nyquist frequency, in the middle of the transition band
 * @param reach half the length of the filter, in input samples
 */
record SincKernel(double cutoff, double reach) {
    private static final double ATTENUATION = 106;
    private static final double SHAPE = 0.1102 * (ATTENUATION - 8.7);
    /** Where the pass band ends, as a part of the lower Nyquist frequency; the stop band begins at 1. */
    private static final double PASS_BAND = 0.9;

    /** For a lower Nyquist frequency of {@code lower} times the input's, up to 1. */
    static SincKernel of(double lower) {
        double reach = (ATTENUATION - 7.95) / (2.285 * Math.PI * (1 - PASS_BAND)) / lower / 2 + 1;
        return new SincKernel(lower * (1 + PASS_BAND) / 2, reach);
    }

    int taps() {
        return 2 * (int) Math.ceil(reach);
    }

    /** The weight of a sample at distance {@code x}, not scaled. */
    double at(double x) {
        return inside(x) > 0 ? smoothAt(x) : 0;
    }

    private double inside(double x) {
        return 1 - (x / reach) * (x / reach);
    }

    /** The same without the step down to 0 at the ends of the window, behind which it goes on smoothly. */
    double smoothAt(double x) {
        double angle = Math.PI * cutoff * x;
        double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
        double inside = inside(x);
        return sinc * bessel(SHAPE * Math.sqrt(Math.abs(inside)), Math.signum(inside));
    }

    /** The modified Bessel function of order 0 by its series; with sign −1 the plain one, for a small x. */
    private static double bessel(double x, double sign) {
        double sum = 1;
        double term = 1;
        for (int k = 1; Math.abs(term) > sum * 1e-17; k++) {
            term *= sign * (x / (2 * k) * (x / (2 * k)));
            sum += term;
        }
        return sum;
    }

    /** Scales weights so that a constant stays what it is. */
    static double[] scaled(double[] weights) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= total;
        }
        return weights;
    }
}
