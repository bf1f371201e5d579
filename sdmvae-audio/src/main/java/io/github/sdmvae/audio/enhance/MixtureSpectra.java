/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Powers of a signal, floored, in a store. */
final class MixtureSpectra {
    private static final int BLOCK = 128;

    private MixtureSpectra() {}

    /**
     * Fills a store with the powers of a signal.
     *
     * @param spectra of the signal
     * @param rows the store, written in the calling thread
     * @param threads that transform
     */
    static void store(SpectrumBlocks spectra, FloatRows rows, int threads) {
        int blocks = (spectra.frames() + BLOCK - 1) / BLOCK;
        try (TileTeam team = new TileTeam(Math.min(threads, blocks))) {
            team.run(
                    blocks,
                    block -> powers(spectra, block * BLOCK),
                    block -> rows.write(block.first, block.count, block.power));
        }
    }

    /** Powers of some frames. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    private record Block(int first, int count, float[] power) {}

    private static Block powers(SpectrumBlocks spectra, int first) {
        int count = Math.min(BLOCK, spectra.frames() - first);
        float[] power = new float[count * spectra.bins()];
        spectra.power(first, count, power);
        for (int i = 0; i < power.length; i++) {
            power[i] = Math.max(MixturePower.FLOOR, power[i]);
        }
        return new Block(first, count, power);
    }
}
