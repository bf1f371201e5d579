/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Powers of a signal, floored, in a store. */
final class MixtureSpectra {
    private static final int BLOCK = 512;

    private MixtureSpectra() {}

    /** Fills a store with the powers of a signal. */
    static void store(SpectrumBlocks spectra, FloatRows rows) {
        float[] power = new float[BLOCK * spectra.bins()];
        for (int first = 0; first < spectra.frames(); first += BLOCK) {
            int count = Math.min(BLOCK, spectra.frames() - first);
            spectra.power(first, count, power);
            for (int i = 0; i < count * spectra.bins(); i++) {
                power[i] = Math.max(MixturePower.FLOOR, power[i]);
            }
            rows.write(first, count, power);
        }
    }
}
