/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.speech;

/** Logistic mappings from raw scores to the scale of listening tests (MOS-LQO), 0.999 to 4.999. */
final class MosMapping {

    private MosMapping() {}

    /** P.862.1, equation 1. */
    static double narrowBand(double raw) {
        return 0.999 + 4 / (1 + Math.exp(-1.4945 * raw + 4.6607));
    }

    /** P.862.2. */
    static double wideBand(double raw) {
        return 0.999 + 4 / (1 + Math.exp(-1.3669 * raw + 3.8224));
    }
}
