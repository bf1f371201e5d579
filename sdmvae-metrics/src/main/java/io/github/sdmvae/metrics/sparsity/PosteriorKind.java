/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.metrics.sparsity;

import java.util.Optional;

/** What is known of a code entry, given the data. */
public enum PosteriorKind {
    /** N(μ, σ²): what most variational autoencoders give. */
    GAUSSIAN("", ""),
    /** q N(μ, σ²) + (1 − q) δ₀: the entry is zero with probability 1 − q. */
    SPIKE_AND_SLAB("", ""),
    /** Cauchy with location μ and scale σ, which has neither mean nor variance. */
    CAUCHY("", "½ log(1 + μ²/σ²) is the information of a Gaussian; a Cauchy posterior has no variance"),
    /** A code and no more: autoencoders. */
    POINT("an autoencoder gives codes without σ", "an autoencoder gives codes without σ, so they hold any information");

    private final String noSpread;
    private final String noInformation;

    PosteriorKind(String noSpread, String noInformation) {
        this.noSpread = noSpread;
        this.noInformation = noInformation;
    }

    /**
     * Why there is no μ/σ.
     *
     * @return the reason; empty if there is one
     */
    public Optional<String> refusesSignalToNoise() {
        return Optional.of(noSpread).filter(reason -> !reason.isEmpty());
    }

    /**
     * Why there is no ½ log(1 + μ²/σ²).
     *
     * @return the reason; empty if there is one
     */
    public Optional<String> refusesInformation() {
        return Optional.of(noInformation).filter(reason -> !reason.isEmpty());
    }
}
