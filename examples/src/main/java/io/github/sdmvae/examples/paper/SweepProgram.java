/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.place.Divisible;
import io.github.sdmvae.examples.place.PlacedPart;

/** Lets runs of a sweep be done elsewhere. */
public final class SweepProgram implements PlacedPart.Program {
    /** Made by the service loader. */
    public SweepProgram() {}

    @Override
    public String name() {
        return Sweep.NAME;
    }

    @Override
    public Divisible make() {
        return new Sweep();
    }
}
