/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resamples to the 10 kHz of STOI with a Kaiser-windowed low-pass of 60 dB, as GNU Octave's {@code resample} does, on
 * which published STOI figures rest. Immutable.
 *
 * <p>Each of the p output phases is a sum over taps of whole input phases, so the inner loop runs along time and the
 * compiler can vectorise it.
 */
final class StoiResampler {

    static final int HIGHEST_RATE = 192_000;

    private static final int TARGET_RATE = 10_000;
    private static final double STOP_BAND = 60;
    private static final int FEW_TAPS = 4096;
    private static final int BLOCK = 1024;
    private static final Map<Integer, StoiResampler> CACHE = new ConcurrentHashMap<>();

    private final int up;
    private final int down;
    private final int reach;
    private final double[] taps;

    private StoiResampler(int rate) {
        int divisor = gcd(TARGET_RATE, rate);
        up = TARGET_RATE / divisor;
        down = rate / divisor;
        double cutoff = 1 / (2.0 * Math.max(up, down));
        reach = (int) Math.ceil((STOP_BAND - 8) / (28.714 * cutoff / 10));
        taps = design(cutoff);
    }

    /** The resampler of a rate that {@link SignalChecks} has accepted; small filters are kept. */
    static StoiResampler from(int rate) {
        StoiResampler known = CACHE.get(rate);
        if (known == null) {
            known = new StoiResampler(rate);
            if (known.taps.length <= FEW_TAPS) {
                CACHE.put(rate, known);
            }
        }
        return known;
    }

    /** Filter value at a distance from the centre, in steps of the common multiple of both rates. */
    double tap(int offset) {
        return taps[offset + reach];
    }

    int reach() {
        return reach;
    }

    /** Resamples a signal; ⌈n·up/down⌉ samples, the signal being zero outside. */
    double[] resample(double[] signal) {
        if (up == down) {
            return signal;
        }
        int length = (int) (((long) signal.length * up + down - 1) / down);
        double[] resampled = new double[length];
        double[][] phases = deinterleave(signal);
        double[] block = new double[BLOCK];
        for (int phase = 0; phase < Math.min(up, length); phase++) {
            int count = (length - phase + up - 1) / up;
            for (int from = 0; from < count; from += BLOCK) {
                int size = Math.min(BLOCK, count - from);
                filter(phases, phase, from, size, block);
                for (int j = 0; j < size; j++) {
                    resampled[(from + j) * up + phase] = block[j];
                }
            }
        }
        return resampled;
    }

    /** Output samples of one phase: y[j] = Σₖ g[up·k + phase·down]·x[down·j − k]. */
    private void filter(double[][] phases, int phase, int from, int size, double[] block) {
        java.util.Arrays.fill(block, 0, size, 0);
        int first = Math.floorDiv(-reach - phase * down + up - 1, up);
        int last = Math.floorDiv(reach - phase * down, up);
        int margin = margin();
        int k = first;
        for (; k + 3 <= last; k += 4) {
            addFour(phases, phase, k, from + margin, size, block);
        }
        for (; k <= last; k++) {
            double[] x = phases[Math.floorMod(-k, down)];
            int shift = from + margin + Math.floorDiv(-k, down);
            double g = tap(up * k + phase * down);
            for (int j = 0; j < size; j++) {
                block[j] += g * x[j + shift];
            }
        }
    }

    private void addFour(double[][] phases, int phase, int k, int from, int size, double[] block) {
        double[] x0 = phases[Math.floorMod(-k, down)];
        double[] x1 = phases[Math.floorMod(-k - 1, down)];
        double[] x2 = phases[Math.floorMod(-k - 2, down)];
        double[] x3 = phases[Math.floorMod(-k - 3, down)];
        int shift0 = from + Math.floorDiv(-k, down);
        int shift1 = from + Math.floorDiv(-k - 1, down);
        int shift2 = from + Math.floorDiv(-k - 2, down);
        int shift3 = from + Math.floorDiv(-k - 3, down);
        int tap = up * k + phase * down;
        double g0 = tap(tap);
        double g1 = tap(tap + up);
        double g2 = tap(tap + 2 * up);
        double g3 = tap(tap + 3 * up);
        for (int j = 0; j < size; j++) {
            block[j] += g0 * x0[j + shift0] + g1 * x1[j + shift1] + g2 * x2[j + shift2] + g3 * x3[j + shift3];
        }
    }

    /** Every down-th sample, for each of the down offsets, between margins of zeros. */
    private double[][] deinterleave(double[] signal) {
        int margin = margin();
        int length = (signal.length + down - 1) / down;
        double[][] phases = new double[down][length + 2 * margin];
        for (int offset = 0; offset < down; offset++) {
            double[] phase = phases[offset];
            for (int i = offset, j = margin; i < signal.length; i += down, j++) {
                phase[j] = signal[i];
            }
        }
        return phases;
    }

    private int margin() {
        return reach / (up * down) + 3;
    }

    private double[] design(double cutoff) {
        double beta = 0.1102 * (STOP_BAND - 8.7);
        double[] filter = new double[2 * reach + 1];
        double sum = 0;
        for (int t = -reach; t <= reach; t++) {
            double place = (double) t / reach;
            double window = bessel(beta * Math.sqrt(1 - place * place)) / bessel(beta);
            filter[t + reach] = 2 * up * cutoff * sinc(2 * cutoff * t) * window;
            sum += filter[t + reach];
        }
        for (int i = 0; i < filter.length; i++) {
            filter[i] *= up / sum;
        }
        return filter;
    }

    private static double sinc(double a) {
        return a == 0 ? 1 : Math.sin(Math.PI * a) / (Math.PI * a);
    }

    /** Modified Bessel function of the first kind and order 0, by its power series. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-18; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
