/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

/** Where the factors of the noise start. The start is a part of the method: from some starts the noise takes the voice. */
public enum NoiseStart {
    /** At the noise floor: the quantile of a fifth of every frequency's power over time, times 0.5 to 1.5. */
    NOISE_FLOOR,
    /** Uniform on 0 to 1, as published. */
    UNIFORM;

    /**
     * At the noise floor, the default.
     *
     * @return {@link #NOISE_FLOOR}
     */
    public static NoiseStart noiseFloor() {
        return NOISE_FLOOR;
    }

    /**
     * Uniform, as published.
     *
     * @return {@link #UNIFORM}
     */
    public static NoiseStart uniform() {
        return UNIFORM;
    }
}
