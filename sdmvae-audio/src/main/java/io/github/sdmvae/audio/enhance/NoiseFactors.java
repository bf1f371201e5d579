/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.enhance.Draws.Place;
import io.github.sdmvae.audio.enhance.Draws.Stream;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.random.CounterNoise;

/**
 * The spectra B of the noise and their update, {@code B ← B ⊙ √((Hᵀ i₂) / (Hᵀ i₁))} (Févotte and Idier 2011; Leglaive, Girin
 * and Horaud 2018), which never raises the cost of given samples.
 */
final class NoiseFactors {
    static final double FLOOR = MixtureProgram.VARIANCE_FLOOR;
    private static final double LOW = 0.5;

    private final int rank;
    private final int fixed;
    private final int bins;
    private final double[] basis;

    /**
     * Given spectra.
     *
     * @param basis K × F, rows of sum 1
     * @param bins F
     * @param fixed the first rows, which stay what they are
     */
    NoiseFactors(double[] basis, int bins, int fixed) {
        this.basis = basis;
        this.bins = bins;
        this.fixed = fixed;
        rank = basis.length / bins;
    }

    /** Learned spectra and, behind them, new ones at the start that was chosen; rows of sum 1, and their sums before. */
    static NoiseFactors start(NoiseStart start, double[] learned, int free, MixturePower power, long seed) {
        int bins = power.bins();
        int fixed = learned.length / bins;
        double[] basis = java.util.Arrays.copyOf(learned, learned.length + free * bins);
        if (free > 0) {
            float[] level = start == NoiseStart.NOISE_FLOOR ? BinQuantiles.of(power, 0.2) : new float[0];
            long key = Draws.key(seed, new Place(Stream.BASIS, 0, 0, 0));
            for (int i = learned.length; i < basis.length; i++) {
                double uniform = CounterNoise.uniform(key, i);
                basis[i] = Math.max(FLOOR, level.length == 0 ? uniform : (LOW + uniform) * level[i % bins]);
            }
        }
        return new NoiseFactors(basis, bins, fixed);
    }

    int rank() {
        return rank;
    }

    /** Rows that stay what they are. */
    int fixed() {
        return fixed;
    }

    /** K × F; not to be changed. */
    double[] basis() {
        return basis;
    }

    /** One step, without normalising: the sums over all frames. */
    void update(double[] numerator, double[] denominator) {
        for (int i = fixed * bins; i < basis.length; i++) {
            basis[i] = Math.max(FLOOR, basis[i] * Math.sqrt(numerator[i] / denominator[i]));
        }
    }

    /** The sum of each row that may change, 1 of the others: by what activations have to be multiplied. */
    double[] sums() {
        double[] sums = new double[rank];
        for (int k = 0; k < rank; k++) {
            sums[k] = k < fixed ? 1 : sum(k);
        }
        return sums;
    }

    private double sum(int k) {
        double sum = 0;
        for (int f = 0; f < bins; f++) {
            sum += basis[k * bins + f];
        }
        return sum;
    }

    /** Divides rows by their sums. */
    void normalise(double[] sums) {
        for (int i = 0; i < basis.length; i++) {
            basis[i] /= sums[i / bins];
        }
    }

    /** The update of activations or gains: {@code old · √(numerator / denominator)}. */
    static double updated(double old, double numerator, double denominator) {
        return old * Math.sqrt(numerator / denominator);
    }
}
