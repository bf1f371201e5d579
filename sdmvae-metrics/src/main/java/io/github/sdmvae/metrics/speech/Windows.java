/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Window functions. */
final class Windows {

    private Windows() {}

    /** Periodic Hann window: 0.5·(1 − cos(2πi/n)), i = 0 .. n − 1. */
    static double[] periodicHann(int n) {
        double[] window = new double[n];
        for (int i = 0; i < n; i++) {
            window[i] = 0.5 * (1 - Math.cos(2 * Math.PI * i / n));
        }
        return window;
    }

    /** Symmetric Hann window without its zero ends: 0.5·(1 − cos(2π(i + 1)/(n + 1))), i = 0 .. n − 1. */
    static double[] innerHann(int n) {
        double[] window = new double[n];
        for (int i = 0; i < n; i++) {
            window[i] = 0.5 * (1 - Math.cos(2 * Math.PI * (i + 1) / (n + 1)));
        }
        return window;
    }
}
