/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.Arrays;

/**
 * Level alignment: the signal scaled so that its power between 350 and 3250 Hz takes the standard value 1e7 (P.862
 * clause 10.1). Keeps the spectrum, which the handset filter needs again.
 */
final class LevelledSignal {

    private static final double TARGET_POWER = 1e7;

    private final PesqGrid grid;
    private final PaddedSignal scaled;
    private final double[] spectrum;
    private final double factor;

    private LevelledSignal(PesqGrid grid, PaddedSignal scaled, double[] spectrum, double factor) {
        this.grid = grid;
        this.scaled = scaled;
        this.spectrum = spectrum;
        this.factor = factor;
    }

    /**
     * Scales a signal.
     *
     * @param signal the samples without margins
     * @param grid sizes
     * @param longest length of the longer signal of the pair; both powers are taken over that length
     */
    static LevelledSignal of(double[] signal, PesqGrid grid, int longest) {
        int count = signal.length + grid.padding();
        double[] spectrum = Arrays.copyOf(signal, RealFft.sizeFor(count));
        RealFft fft = RealFft.ofSize(spectrum.length);
        fft.forward(spectrum);
        double[] filtered = FrequencyResponse.LEVEL.applyTo(spectrum, grid.rate());
        fft.inverse(filtered);
        double energy = 0;
        for (int i = 0; i < count; i++) {
            energy += filtered[i] * filtered[i];
        }
        double factor = Math.sqrt(TARGET_POWER / (energy / (longest + grid.padding())));
        return new LevelledSignal(grid, scale(signal, grid, factor), spectrum, factor);
    }

    PaddedSignal signal() {
        return scaled;
    }

    /** The levelled signal filtered in the frequency domain; the filter's ringing runs on into the padding. */
    PaddedSignal filtered(FrequencyResponse response) {
        double[] filtered = response.applyTo(spectrum, grid.rate());
        RealFft.ofSize(filtered.length).inverse(filtered);
        int margin = grid.margin();
        int count = scaled.n() - 2 * margin + grid.padding();
        double[] samples = new double[scaled.samples().length];
        for (int i = 0; i < count; i++) {
            samples[margin + i] = factor * filtered[i];
        }
        return scaled.with(samples);
    }

    private static PaddedSignal scale(double[] signal, PesqGrid grid, double factor) {
        PaddedSignal padded = PaddedSignal.of(signal, grid);
        double[] samples = padded.samples();
        for (int i = grid.margin(); i < grid.margin() + signal.length; i++) {
            samples[i] *= factor;
        }
        return padded;
    }
}
