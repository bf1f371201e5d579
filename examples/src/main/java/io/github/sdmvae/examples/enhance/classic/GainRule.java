/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.enhance.classic;

/** From powers of the mixture and of the noise to gains. Takes the frames of one recording in order: has a memory. */
interface GainRule {
    /** Below this, 25 dB down, residual noise would begin to warble. */
    double LEAST = Math.pow(10, -25 / 20.0);

    /**
     * The gains of the next frame.
     *
     * @param power of the mixture, one value per bin
     * @param noise expected power of the noise, above 0
     * @param gain filled with factors of amplitudes, 0 to 1
     */
    void gains(double[] power, double[] noise, double[] gain);
}
