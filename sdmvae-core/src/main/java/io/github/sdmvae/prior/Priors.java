/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.PartRegistry;

/** The library's priors by their names in files. A new prior is one new file beside this and one line here. */
public final class Priors {
    private static final PartRegistry<Prior> REGISTRY = new PartRegistry<>("prior", Prior.class)
            .with(StandardNormal.NAME, d -> new StandardNormal())
            .with(LearnedVariance.NAME, LearnedVariance::read)
            .with(Laplace.NAME, d -> new Laplace(d.number("scale")))
            .with(Cauchy.NAME, d -> new Cauchy())
            .with(StudentT.NAME, d -> new StudentT(d.number("degrees")))
            .with(
                    TwoGaussians.NAME,
                    d -> new TwoGaussians(d.number("weight"), d.number("deviation1"), d.number("deviation2")))
            .with(SpikeAndSlab.NAME, d -> new SpikeAndSlab(d.number("alpha")))
            .with(PseudoInputs.NAME, d -> new PseudoInputs(d.number("alpha"), d.integer("count")))
            .with(PointCode.NAME, d -> new PointCode(d.number("penalty")))
            .with(Markov.NAME, d -> new Markov());

    private Priors() {}

    /**
     * All of them.
     *
     * @return the registry
     */
    public static PartRegistry<Prior> registry() {
        return REGISTRY;
    }
}
