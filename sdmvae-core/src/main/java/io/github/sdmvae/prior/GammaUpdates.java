/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import io.github.sdmvae.part.PartRegistry;

/** The library's γ updates by their names in files. A new one is one new file beside this and one line here. */
public final class GammaUpdates {
    private static final PartRegistry<GammaUpdate> REGISTRY = new PartRegistry<>("gammaUpdate", GammaUpdate.class)
            .with(ClosedForm.NAME, d -> new ClosedForm())
            .with(InverseGamma.NAME, d -> new InverseGamma(d.number("alpha"), d.number("beta")))
            .with(SharedGamma.NAME, d -> new SharedGamma(d.number("decay")))
            .with(FixedGamma.NAME, d -> new FixedGamma(d.number("value")))
            .with(CorrelatedBlocks.NAME, d -> new CorrelatedBlocks(d.integer("size"), d.number("correlation")))
            .with(Windowed.SMOOTHED, d -> Windowed.read(false, d))
            .with(Windowed.COUPLED, d -> Windowed.read(true, d))
            .with(Anchored.NAME, Anchored::read)
            .with(Innovation.NAME, d -> new Innovation());

    private GammaUpdates() {}

    /**
     * All of them.
     *
     * @return the registry
     */
    public static PartRegistry<GammaUpdate> registry() {
        return REGISTRY;
    }
}
