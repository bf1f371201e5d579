/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.transform;

import io.github.sdmvae.part.PartRegistry;

/** The library's input transforms by their names in files. A new one is one new file beside this and one line here. */
public final class InputTransforms {
    private static final PartRegistry<InputTransform> REGISTRY = new PartRegistry<>(
                    "inputTransform", InputTransform.class)
            .with(LogPower.NAME, LogPower::read)
            .with(PowerLaw.NAME, d -> new PowerLaw(d.number("exponent")))
            .with(Standardised.NAME, Standardised::read);

    private InputTransforms() {}

    /**
     * All of them.
     *
     * @return the registry
     */
    public static PartRegistry<InputTransform> registry() {
        return REGISTRY;
    }
}
