/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Bark power spectrum of single frames. P.862 clause 10.2. Not for use by several threads. */
final class BarkAnalysis {

    private final RealFft fft;
    private final double[] window;
    private final double[] frame;
    private final int[] bins;
    private final double[] factors;

    BarkAnalysis(PesqGrid grid) {
        fft = RealFft.ofSize(grid.frame());
        window = Windows.periodicHann(grid.frame());
        frame = new double[grid.frame()];
        BarkTable table = BarkTable.of(grid);
        bins = new int[table.bands()];
        factors = new double[table.bands()];
        for (int b = 0; b < bins.length; b++) {
            bins[b] = table.bins(b);
            factors[b] = table.correction(b) * grid.powerScale();
        }
    }

    int bands() {
        return bins.length;
    }

    /** Spectrum of the frame that starts at a position. */
    double[] at(double[] signal, int position) {
        for (int i = 0; i < frame.length; i++) {
            frame[i] = window[i] * signal[position + i];
        }
        fft.forward(frame);
        frame[0] = 0;
        frame[1] = 0;
        double[] spectrum = new double[bins.length];
        int i = 0;
        for (int b = 0; b < bins.length; b++) {
            double power = 0;
            for (int end = i + 2 * bins[b]; i < end; i += 2) {
                power += frame[i] * frame[i] + frame[i + 1] * frame[i + 1];
            }
            spectrum[b] = power * factors[b];
        }
        return spectrum;
    }
}
