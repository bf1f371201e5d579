/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import java.util.Arrays;

/** A γ update in single precision over a stretch of whole rows. */
interface CpuGamma {

    /**
     * Fills γ, no value below the floor.
     *
     * @param mean μ
     * @param spread σ
     * @param g receives γ
     * @param width k
     * @param n values, a multiple of k
     */
    void gamma(float[] mean, float[] spread, float[] g, int width, int n);

    /** -log p(γ); zeros without a hyperprior. */
    default void hyperprior(float[] g, float[] logGamma, float[] target, int n) {
        Arrays.fill(target, 0, n, 0);
    }
}
