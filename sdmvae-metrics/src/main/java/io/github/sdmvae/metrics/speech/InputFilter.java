/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Filters that prepare the levelled signals for the perceptual model and for the time alignment. */
final class InputFilter {

    private static final int WIDE_BAND_FADE = 15;

    private InputFilter() {}

    /** What the perceptual model hears: through a handset (narrow band), or through a gentle high-pass (wide band). */
    static PaddedSignal perceptual(LevelledSignal levelled, PesqGrid grid, boolean wideBand) {
        return wideBand ? wideBand(levelled.signal(), grid) : levelled.filtered(FrequencyResponse.HANDSET);
    }

    /** What the time alignment sees: mean removed, faded in and out, band-pass filtered. P.862 clause 10.1. */
    static PaddedSignal alignment(PaddedSignal model, PesqGrid grid) {
        double[] samples = model.samples().clone();
        int from = grid.margin();
        int to = model.n() - grid.margin();
        removeMean(samples, from, to, model.n());
        for (int i = 0; i < grid.window(); i++) {
            double weight = (i + 0.5) / grid.window();
            samples[from + i] *= weight;
            samples[to - 1 - i] *= weight;
        }
        Biquads.alignment(grid.rate()).filter(samples, 0, samples.length);
        return model.with(samples);
    }

    private static PaddedSignal wideBand(PaddedSignal levelled, PesqGrid grid) {
        double[] samples = levelled.samples().clone();
        int from = grid.margin();
        int to = levelled.n() - grid.margin();
        for (int i = 0; i < WIDE_BAND_FADE; i++) {
            double weight = (i + 1) / (WIDE_BAND_FADE + 1.0);
            samples[from + i] *= weight;
            samples[to - 1 - i] *= weight;
        }
        Biquads.WIDE_BAND.filter(samples, from, to);
        return levelled.with(samples);
    }

    /** The divisor counts the margins too; conforming scores depend on it. */
    private static void removeMean(double[] samples, int from, int to, int divisor) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += samples[i];
        }
        double mean = sum / divisor;
        for (int i = from; i < to; i++) {
            samples[i] -= mean;
        }
    }
}
