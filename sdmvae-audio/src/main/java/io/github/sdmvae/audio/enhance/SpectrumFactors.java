/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.audio.AudioClip;
import io.github.sdmvae.audio.SpeechFrontEnd;
import io.github.sdmvae.audio.enhance.Draws.Place;
import io.github.sdmvae.audio.enhance.Draws.Stream;
import io.github.sdmvae.random.CounterNoise;

/**
 * Itakura–Saito factorisation of a recording of noise alone, by the updates of the mixture without a source (Févotte and Idier
 * 2011): what a learned noise model starts from.
 */
final class SpectrumFactors {
    private static final int ITERATIONS = 100;

    private final float[] power;
    private final int frames;
    private final int bins;
    private final int rank;
    private final double[] basis;
    private final double[] activations;

    private SpectrumFactors(float[] power, int bins, int rank, long seed) {
        this.power = power;
        this.bins = bins;
        this.rank = rank;
        frames = power.length / bins;
        basis = new double[rank * bins];
        activations = new double[frames * rank];
        long key = Draws.key(seed, new Place(Stream.BASIS, 0, 0, 1));
        double[] mean = meanSpectrum();
        for (int i = 0; i < basis.length; i++) {
            basis[i] = Math.max(NoiseFactors.FLOOR, (0.5 + CounterNoise.uniform(key, i)) * mean[i % bins]);
        }
        long other = Draws.key(seed, new Place(Stream.ACTIVATION, 0, 0, 1));
        for (int i = 0; i < activations.length; i++) {
            activations[i] = (0.5 + CounterNoise.uniform(other, i)) / rank;
        }
    }

    private double[] meanSpectrum() {
        double[] mean = new double[bins];
        for (int i = 0; i < power.length; i++) {
            mean[i % bins] += power[i] / (double) frames;
        }
        return mean;
    }

    /**
     * Learns spectra.
     *
     * @param recording of noise, not silent
     * @param frontEnd of the speech model
     * @param rank K
     * @param seed of the start
     * @return K × F, rows of sum 1
     * @throws IllegalArgumentException if the recording is too short
     */
    static double[] learn(AudioClip recording, SpeechFrontEnd frontEnd, int rank, long seed) {
        AudioClip clip = recording.resample(frontEnd.options().sampleRate()).normalisePeak(1);
        SpectrumBlocks spectra = new SpectrumBlocks(frontEnd, Signal.of(clip.samples()));
        FloatRows.InMemory rows = new FloatRows.InMemory(spectra.frames(), spectra.bins());
        MixtureSpectra.store(spectra, rows, 1);
        SpectrumFactors factors = new SpectrumFactors(rows.values(), spectra.bins(), rank, seed);
        for (int i = 0; i < ITERATIONS; i++) {
            factors.updateBasis();
            factors.updateActivations();
        }
        NoiseFactors learned = new NoiseFactors(factors.basis, factors.bins, 0);
        learned.normalise(learned.sums());
        return learned.basis();
    }

    /** 1/V and p/V² of a frame. */
    private void inverses(int t, double[] inverse, double[] square) {
        java.util.Arrays.fill(inverse, 0);
        for (int k = 0; k < rank; k++) {
            double h = activations[t * rank + k];
            for (int f = 0; f < bins; f++) {
                inverse[f] += h * basis[k * bins + f];
            }
        }
        for (int f = 0; f < bins; f++) {
            inverse[f] = 1 / Math.max(NoiseFactors.FLOOR, inverse[f]);
            square[f] = power[t * bins + f] * inverse[f] * inverse[f];
        }
    }

    private void updateBasis() {
        double[] numerator = new double[basis.length];
        double[] denominator = new double[basis.length];
        double[] inverse = new double[bins];
        double[] square = new double[bins];
        for (int t = 0; t < frames; t++) {
            inverses(t, inverse, square);
            for (int k = 0; k < rank; k++) {
                double h = activations[t * rank + k];
                for (int f = 0; f < bins; f++) {
                    numerator[k * bins + f] += h * square[f];
                    denominator[k * bins + f] += h * inverse[f];
                }
            }
        }
        for (int i = 0; i < basis.length; i++) {
            double updated = NoiseFactors.updated(basis[i], numerator[i], denominator[i]);
            basis[i] = Math.max(NoiseFactors.FLOOR, updated);
        }
    }

    private void updateActivations() {
        double[] inverse = new double[bins];
        double[] square = new double[bins];
        for (int t = 0; t < frames; t++) {
            inverses(t, inverse, square);
            for (int k = 0; k < rank; k++) {
                double numerator = 0;
                double denominator = 0;
                for (int f = 0; f < bins; f++) {
                    numerator += square[f] * basis[k * bins + f];
                    denominator += inverse[f] * basis[k * bins + f];
                }
                double updated = NoiseFactors.updated(activations[t * rank + k], numerator, denominator);
                activations[t * rank + k] = Math.max(NoiseFactors.FLOOR, updated);
            }
        }
    }
}
