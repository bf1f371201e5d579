/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** The potential {@code U(a) = ℓ(a) + ½ Σ a²/γ} of rows of codes, and its gradient. */
final class Energy {
    private Energy() {}

    /** Adds ½ Σ a²/γ of each row. */
    static void addPrior(double[] codes, double[] gamma, double[] energy) {
        int width = codes.length / energy.length;
        for (int t = 0; t < energy.length; t++) {
            double sum = 0;
            for (int i = t * width; i < (t + 1) * width; i++) {
                sum += codes[i] * codes[i] / gamma[i];
            }
            energy[t] += sum / 2;
        }
    }

    /** Adds a/γ. */
    static void addPriorGradient(double[] codes, double[] gamma, double[] gradient) {
        for (int i = 0; i < codes.length; i++) {
            gradient[i] += codes[i] / gamma[i];
        }
    }

    /**
     * c = min(1, γ), by which proposals are scaled: a step that suits an entry of variance 1 would never be accepted in one of
     * variance 0.001.
     */
    static double scale(double gamma) {
        return Math.min(1, gamma);
    }
}
