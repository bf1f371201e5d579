/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.likelihood;

import io.github.sdmvae.part.PartRegistry;

/** The library's likelihoods by their names in files. A new one is one new file beside this and one line here. */
public final class Likelihoods {
    private static final PartRegistry<Likelihood> REGISTRY = new PartRegistry<>("likelihood", Likelihood.class)
            .with(ComplexGaussian.NAME, d -> new ComplexGaussian(d.number("floor"), Limits.clamp(d)))
            .with(Gaussian.NAME, d -> new Gaussian(d.number("variance")))
            .with(GaussianLearnedVariance.NAME, d -> new GaussianLearnedVariance(Limits.clamp(d)))
            .with(Bernoulli.NAME, d -> new Bernoulli())
            .with(
                    GaussianFeatureVariance.NAME,
                    d -> new GaussianFeatureVariance(d.number("nu"), d.number("xi"), d.number("scale")));

    private Likelihoods() {}

    /**
     * All of them.
     *
     * @return the registry
     */
    public static PartRegistry<Likelihood> registry() {
        return REGISTRY;
    }
}
