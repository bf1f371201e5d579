/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/**
 * Bark spectra of both signals, their linear equalisation and the disturbance of each frame. P.862 clause 10.2. One
 * use per instance.
 */
final class PerceptualModel {

    private static final double SPEECH_POWER = 1e7;
    private static final double EQUALISER_OFFSET = 1000;

    private final PesqGrid grid;
    private final ModelSignals signals;
    private final FrameRange range;
    private final Hearing hearing;
    private final BarkAnalysis analysis;
    private final double[][] reference;

    PerceptualModel(ModelSignals signals, FrameRange range, PesqGrid grid) {
        this.grid = grid;
        this.signals = signals;
        this.range = range;
        this.hearing = Hearing.of(grid);
        this.analysis = new BarkAnalysis(grid);
        this.reference = new double[range.stop() + 1][];
    }

    /** Computes all spectra with the delays found and measures all frames. */
    Disturbances measure(DelayMap delays) {
        double[][] degraded = new double[reference.length][];
        for (int f = 0; f < reference.length; f++) {
            reference[f] = analysis.at(signals.reference(), position(f));
            degraded[f] = degradedAt(position(f), delays);
        }
        equalise(degraded);
        Disturbances disturbances = Disturbances.ofFrames(reference.length);
        FrameDisturbance frame = new FrameDisturbance(grid);
        for (int f = 0; f < reference.length; f++) {
            frame.measure(reference[f], degraded[f], f > 0);
            disturbances.set(f, frame);
        }
        return disturbances;
    }

    /** Measures frames first (inclusive) to end (exclusive) again with another degraded signal and keeps the lower. */
    void remeasure(double[] realigned, int first, int end, Disturbances disturbances) {
        FrameDisturbance frame = new FrameDisturbance(grid);
        for (int f = first; f < end; f++) {
            frame.measure(reference[f], analysis.at(realigned, position(f)), f > 0);
            disturbances.lower(f, frame);
        }
    }

    /** Audible power of each frame of the equalised reference. */
    double[] audiblePower() {
        double[] power = new double[reference.length];
        for (int f = 0; f < power.length; f++) {
            power[f] = hearing.audible(reference[f], 1);
        }
        return power;
    }

    private int position(int frame) {
        return grid.margin() + frame * grid.hop();
    }

    private double[] degradedAt(int position, DelayMap delays) {
        int delayed = position + delays.at(position);
        boolean inside = delayed > 0 && delayed + grid.frame() < signals.degraded().length;
        return inside ? analysis.at(signals.degraded(), delayed) : new double[analysis.bands()];
    }

    /** Gives the reference the long-term spectrum of the degraded signal, within ±20 dB. */
    private void equalise(double[][] degraded) {
        boolean[] silent = new boolean[reference.length];
        for (int f = 0; f < silent.length; f++) {
            silent[f] = hearing.audible(reference[f], 100) < SPEECH_POWER;
        }
        for (int b = 0; b < analysis.bands(); b++) {
            double ratio =
                    (mean(degraded, silent, b) + EQUALISER_OFFSET) / (mean(reference, silent, b) + EQUALISER_OFFSET);
            double gain = Math.max(0.01, Math.min(ratio, 100));
            for (double[] spectrum : reference) {
                spectrum[b] *= gain;
            }
        }
    }

    private double mean(double[][] spectra, boolean[] silent, int band) {
        double limit = 100 * hearing.threshold(band);
        double sum = 0;
        for (int f = 0; f < spectra.length; f++) {
            if (!silent[f] && spectra[f][band] > limit) {
                sum += spectra[f][band];
            }
        }
        return sum / range.total();
    }
}
