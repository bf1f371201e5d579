/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

import java.util.Optional;

/**
 * Band-limited interpolation: every output sample is a weighted sum of the input around it, the weights being a sinc under
 * a Kaiser window. The ratio of the rates is a fraction, so the weights repeat after as many outputs ("phases") as its
 * numerator says; where these are many, weights come from {@link FinePhases}.
 */
final class Resampler {
    /** Up to as many phases are kept; 44,100 to 16,000 Hz has 160. */
    private static final int MAX_PHASES = 1024;
    /** Tables above this size are not kept either. */
    private static final long MAX_TABLE = 1 << 22;
    /** The filter grows with the ratio of the rates. */
    private static final int MAX_DECIMATION = 1000;

    private final long up;
    private final long down;
    private final SincKernel kernel;

    private Resampler(int from, int to) {
        long divisor = gcd(from, to);
        up = to / divisor;
        down = from / divisor;
        kernel = SincKernel.of(Math.min(1.0, (double) to / from));
    }

    static double[] convert(double[] samples, int from, int to) {
        AudioClip.requireRate(to);
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
        int taps = kernel.taps();
        double[] out = new double[length];
        if (up <= MAX_PHASES && up * taps <= MAX_TABLE) {
            double[][] table = new double[(int) up][];
            for (int n = 0; n < length; n++) {
                int phase = (int) (n * down % up);
                double[] weights = table[phase];
                if (weights == null) {
                    weights = weights(phase, taps);
                    table[phase] = weights;
                }
                out[n] = sum(samples, weights, n * down / up - taps / 2 + 1);
            }
            return out;
        }
        FinePhases phases = new FinePhases(kernel);
        double[] weights = new double[taps];
        for (int n = 0; n < length; n++) {
            phases.weights((double) (n * down % up) / up, weights);
            out[n] = sum(samples, weights, n * down / up - taps / 2 + 1);
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

    /**
     * Weights for streams, which are all computed beforehand.
     *
     * @return one filter for each output of a period, or none if there would be too many
     */
    static Optional<double[][]> table(int from, int to) {
        Resampler resampler = new Resampler(from, to);
        int taps = resampler.kernel.taps();
        if (resampler.up > MAX_PHASES || resampler.up * taps > MAX_TABLE || from / to >= MAX_DECIMATION) {
            return Optional.empty();
        }
        double[][] table = new double[(int) resampler.up][];
        for (int phase = 0; phase < table.length; phase++) {
            table[phase] = resampler.weights(phase, taps);
        }
        return Optional.of(table);
    }

    private double[] weights(int phase, int taps) {
        double[] weights = new double[taps];
        double centre = taps / 2.0 - 1 + (double) phase / up;
        for (int k = 0; k < taps; k++) {
            weights[k] = kernel.at(k - centre);
        }
        return SincKernel.scaled(weights);
    }
}
