/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

import java.util.HashMap;
import java.util.Map;

/**
 * Circular cross-correlation of windowed stretches of the two alignment signals. Not for use by several threads.
 *
 * <p>Spectra of the reference are kept by position where asked for, since the search for split points visits the same
 * positions once for every candidate delay.
 */
final class FrameCorrelator {

    private final double[] reference;
    private final double[] degraded;
    private final double[] window;
    private final RealFft fft;
    private final double[] correlation;
    private final boolean keep;
    private double largest;
    private final Map<Integer, double[]> spectra = new HashMap<>();

    FrameCorrelator(PaddedSignal reference, PaddedSignal degraded, double[] window, boolean keep) {
        this.reference = reference.samples();
        this.degraded = degraded.samples();
        this.window = window;
        this.fft = RealFft.ofSize(window.length);
        this.correlation = new double[window.length];
        this.keep = keep;
    }

    /**
     * Magnitudes of the correlation at a pair of positions; index = lag of the degraded signal modulo the length.
     *
     * @return a buffer that the next call overwrites
     */
    double[] correlate(int referencePosition, int degradedPosition) {
        double[] spectrum = keep
                ? spectra.computeIfAbsent(referencePosition, p -> transform(reference, p, new double[window.length]))
                : transform(reference, referencePosition, new double[window.length]);
        transform(degraded, degradedPosition, correlation);
        RealFft.correlate(spectrum, correlation);
        fft.inverse(correlation);
        largest = 0;
        for (int i = 0; i < correlation.length; i++) {
            double magnitude = Math.abs(correlation[i]);
            correlation[i] = magnitude;
            if (magnitude > largest) {
                largest = magnitude;
            }
        }
        return correlation;
    }

    /** Largest of the magnitudes that the last call gave. */
    double largest() {
        return largest;
    }

    private double[] transform(double[] signal, int position, double[] target) {
        if (position >= 0 && position + window.length <= signal.length) {
            for (int i = 0; i < window.length; i++) {
                target[i] = window[i] * signal[position + i];
            }
        } else {
            for (int i = 0; i < window.length; i++) {
                int at = position + i;
                target[i] = at >= 0 && at < signal.length ? window[i] * signal[at] : 0;
            }
        }
        fft.forward(target);
        return target;
    }
}
