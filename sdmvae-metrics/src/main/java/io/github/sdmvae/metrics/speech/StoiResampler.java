/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Resamples to the 10 kHz of STOI with a Kaiser-windowed low-pass of 60 dB, as GNU Octave's {@code resample} does, on
 * which published STOI figures rest. Immutable.
 *
 * <p>Each output phase is a sum over taps of whole input phases, so that the inner loop runs along time and the compiler
 * can vectorise it.
 */
final class StoiResampler {

    /** Rates must be multiples of this, which bounds the number of filter phases. */
    static final int RATE_STEP = 25;

    static final int HIGHEST_RATE = 192_000;

    private static final int TARGET_RATE = 10_000;
    private static final double STOP_BAND = 60;
    private static final int FEW_TAPS = 4096;
    private static final int BLOCK = 256;
    private static final int ROWS = 4;
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

    /** Filter value at a distance from the centre, in steps of the common multiple of both rates; 0 beyond its ends. */
    double tap(int offset) {
        return Math.abs(offset) <= reach ? taps[offset + reach] : 0;
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
        double[][] rows = new double[ROWS][BLOCK];
        double[][] outputs = new double[up][BLOCK];
        int count = (length + up - 1) / up;
        for (int from = 0; from < count; from += BLOCK) {
            filter(phases, from, rows, outputs);
            for (int r = 0; r < up; r++) {
                interleave(outputs[r], resampled, from * up + r);
            }
        }
        return resampled;
    }

    private void interleave(double[] block, double[] resampled, int start) {
        for (int j = 0, m = start; j < BLOCK && m < resampled.length; j++, m += up) {
            resampled[m] = block[j];
        }
    }

    /** A block of all output phases r: y[r][j] = Σₖ g[up·k + r·down]·x[down·j − k]. */
    private void filter(double[][] phases, int from, double[][] rows, double[][] outputs) {
        for (double[] output : outputs) {
            Arrays.fill(output, 0);
        }
        int last = Math.floorDiv(reach, up);
        for (int k = -((reach + (up - 1) * down) / up); k <= last; k += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                // Copied to the same place: loops with different offsets are not vectorised.
                int source = from + margin() + Math.floorDiv(-k - i, down);
                System.arraycopy(phases[Math.floorMod(-k - i, down)], source, rows[i], 0, BLOCK);
            }
            for (int r = 0; r < up; r++) {
                int first = up * k + r * down;
                add(outputs[r], rows, tap(first), tap(first + up), tap(first + 2 * up), tap(first + 3 * up));
            }
        }
    }

    private static void add(double[] sum, double[][] rows, double g0, double g1, double g2, double g3) {
        double[] x0 = rows[0];
        double[] x1 = rows[1];
        double[] x2 = rows[2];
        double[] x3 = rows[3];
        for (int j = 0; j < BLOCK; j++) {
            sum[j] += g0 * x0[j] + g1 * x1[j] + g2 * x2[j] + g3 * x3[j];
        }
    }

    /** Every down-th sample, for each of the down offsets, between margins of zeros. */
    private double[][] deinterleave(double[] signal) {
        int margin = margin();
        int length = (signal.length + down - 1) / down + BLOCK;
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
        return (reach + up * down) / (up * down) + ROWS;
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
