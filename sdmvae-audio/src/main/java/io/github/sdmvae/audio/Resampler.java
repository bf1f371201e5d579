/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * Band-limited interpolation: every output sample is a weighted sum of the input around it, the weights being a sinc under
 * a Kaiser window. The ratio of the rates is a fraction, so the weights repeat after as many outputs ("phases") as its
 * numerator says.
 *
 * <p>Source: J. F. Kaiser's window design formulas (1974): attenuation A gives shape 0.1102·(A − 8.7) and, for a
 * transition band of Δω, (A − 7.95) / (2.285·Δω) taps.
 */
final class Resampler {
    private static final double ATTENUATION = 106;
    private static final double SHAPE = 0.1102 * (ATTENUATION - 8.7);
    /** Where the pass band ends, as a part of the lower Nyquist frequency; the stop band begins at 1. */
    private static final double PASS_BAND = 0.9;
    /** Tables above this size (odd ratios of rates) are computed anew for every output instead. */
    private static final long MAX_TABLE = 1 << 22;
    /** The filter grows with the ratio of the rates. */
    private static final int MAX_DECIMATION = 1000;

    private final long up;
    private final long down;
    /** Cut-off relative to the input's Nyquist frequency, in the middle of the transition band. */
    private final double cutoff;
    /** Half the length of the filter, in input samples. */
    private final double reach;

    private Resampler(int from, int to) {
        long divisor = gcd(from, to);
        up = to / divisor;
        down = from / divisor;
        double lower = Math.min(1.0, (double) to / from);
        cutoff = lower * (1 + PASS_BAND) / 2;
        reach = (ATTENUATION - 7.95) / (2.285 * Math.PI * (1 - PASS_BAND)) / lower / 2 + 1;
    }

    static double[] convert(double[] samples, int from, int to) {
        if (to < 1 || to > AudioClip.MAX_RATE) {
            throw new IllegalArgumentException(
                    "sample rate must be between 1 and " + AudioClip.MAX_RATE + " Hz, got " + to);
        }
        if (from / to >= MAX_DECIMATION) {
            throw new IllegalArgumentException("a sample rate can be divided by less than " + MAX_DECIMATION
                    + " at once, got " + from + " Hz to " + to + " Hz: check the rates or resample in two steps");
        }
        long length = ((long) samples.length * to + from - 1) / from;
        if (length > AudioClip.MAX_LENGTH) {
            throw new IllegalArgumentException("resampling from " + from + " to " + to + " Hz would give " + length
                    + " samples, at most " + AudioClip.MAX_LENGTH + " fit a clip: cut the clip first");
        }
        return new Resampler(from, to).convert(samples, (int) length);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private double[] convert(double[] samples, int length) {
        int taps = 2 * (int) Math.ceil(reach);
        boolean keep = up * taps <= MAX_TABLE;
        double[][] table = new double[keep ? (int) up : 1][];
        double[] scratch = new double[taps];
        double[] out = new double[length];
        for (int n = 0; n < length; n++) {
            long position = n * down;
            int phase = (int) (position % up);
            double[] weights = keep ? table[phase] : weights(phase, scratch);
            if (weights == null) {
                weights = weights(phase, new double[taps]);
                table[phase] = weights;
            }
            out[n] = sum(samples, weights, position / up - taps / 2 + 1);
        }
        return out;
    }

    private static double sum(double[] samples, double[] weights, long start) {
        int from = (int) Math.max(0, -start);
        int to = (int) Math.min(weights.length, samples.length - start);
        double sum = 0;
        for (int k = from; k < to; k++) {
            sum += weights[k] * samples[(int) start + k];
        }
        return sum;
    }

    /** Scaled so that a constant stays what it is at every phase. */
    private double[] weights(int phase, double[] weights) {
        double centre = weights.length / 2.0 - 1 + (double) phase / up;
        double total = 0;
        for (int k = 0; k < weights.length; k++) {
            weights[k] = kernel(k - centre);
            total += weights[k];
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= total;
        }
        return weights;
    }

    private double kernel(double x) {
        double inside = 1 - (x / reach) * (x / reach);
        if (inside <= 0) {
            return 0;
        }
        double angle = Math.PI * cutoff * x;
        double sinc = Math.abs(angle) < 1e-9 ? 1 : Math.sin(angle) / angle;
        return sinc * bessel(SHAPE * Math.sqrt(inside));
    }

    /** The modified Bessel function of order 0, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
