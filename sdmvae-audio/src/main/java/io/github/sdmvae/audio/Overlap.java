/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/**
 * The sum of squared windows over a signal, by which the inverse STFT divides. Inside, it repeats with the hop; at both
 * ends, frames are missing.
 */
final class Overlap {
    private static final double TOLERANCE = 1e-6;
    /** Weight at the end of a signal, relative to the least inside, below which one more frame is made. */
    private static final double WEAK_END = 0.1;

    private Overlap() {}

    static void requireInverse(Window window, int hop) {
        double[] inside = inside(window, hop);
        double max = 0;
        for (double sum : inside) {
            max = Math.max(max, sum);
        }
        double least = Math.min(least(inside), leastAtEnds(squares(window), hop));
        if (least <= TOLERANCE * max) {
            throw new IllegalArgumentException("window " + window + " with hop " + hop
                    + " cannot be inverted: some samples get a weight of " + least + " (largest " + max
                    + "); choose a smaller hop, a quarter of the window for instance");
        }
    }

    /** The first samples have no frames before the one centred on sample 0, the last ones none after their last. */
    private static double leastAtEnds(double[] squares, int hop) {
        int half = squares.length / 2;
        double least = Double.POSITIVE_INFINITY;
        for (int p = half; p < squares.length; p++) {
            double sum = 0;
            for (int q = p; q >= 0; q -= hop) {
                sum += squares[q];
            }
            least = Math.min(least, sum);
        }
        for (int p = 0; p < half; p++) {
            least = Math.min(least, after(squares, p, hop));
        }
        return least;
    }

    private static double after(double[] squares, int position, int hop) {
        double sum = 0;
        for (int p = position; p < squares.length; p += hop) {
            sum += squares[p];
        }
        return sum;
    }

    /** The largest remainder of length / hop for which 1 + ⌊length/hop⌋ frames give the end enough weight. */
    static int coveredRemainder(Window window, int hop) {
        double[] squares = squares(window);
        double enough = WEAK_END * least(inside(window, hop));
        int half = squares.length / 2;
        // Positions count from the start of the last frame.
        for (int q = 0; q < half + hop - 1; q++) {
            if (after(squares, q, hop) < enough) {
                return q - half;
            }
        }
        return hop - 1;
    }

    private static double[] inside(Window window, int hop) {
        double[] sums = new double[hop];
        double[] squares = squares(window);
        for (int i = 0; i < squares.length; i++) {
            sums[i % hop] += squares[i];
        }
        return sums;
    }

    private static double least(double[] values) {
        double least = Double.POSITIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double[] squares(Window window) {
        double[] squares = window.weights();
        for (int i = 0; i < squares.length; i++) {
            squares[i] *= squares[i];
        }
        return squares;
    }
}
