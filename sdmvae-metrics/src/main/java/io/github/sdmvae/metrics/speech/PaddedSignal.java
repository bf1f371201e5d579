/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** A signal between its margins of silence: margin, signal, margin, padding. */
final class PaddedSignal {

    private final double[] samples;
    private final int n;

    PaddedSignal(double[] samples, int n) {
        this.samples = samples;
        this.n = n;
    }

    /** All samples, length n + padding; treated as read-only once built. */
    double[] samples() {
        return samples;
    }

    /** Length of signal and both margins. */
    int n() {
        return n;
    }

    static PaddedSignal of(double[] signal, PesqGrid grid) {
        int n = signal.length + 2 * grid.margin();
        double[] samples = new double[n + grid.padding()];
        System.arraycopy(signal, 0, samples, grid.margin(), signal.length);
        return new PaddedSignal(samples, n);
    }

    PaddedSignal with(double[] replaced) {
        return new PaddedSignal(replaced, n);
    }
}
