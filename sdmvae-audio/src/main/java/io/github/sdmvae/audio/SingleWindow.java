/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio;

/** Takes windowed frames out of a signal, for {@link SingleFft}. Immutable. */
final class SingleWindow {
    private final StftConfig config;
    private final float[] halves;

    SingleWindow(StftConfig config) {
        this.config = config;
        halves = new float[config.window().length()];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (float) (0.5 * config.window().shared()[i]);
        }
    }

    /** Room for the samples under so many frames. */
    float[] part(int frames) {
        return new float[(frames - 1) * config.hop() + halves.length];
    }

    /** Takes frames from the first on, by way of a room for the samples under them. */
    void cut(float[] signal, int first, int count, float[] part, SingleFft fft, SingleFft.Room room) {
        SingleSignal.copy(signal, config.padding(), first * config.hop() - halves.length / 2, part);
        fft.cut(part, config.hop(), halves, room, count);
    }
}
