/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.examples.paper;

import io.github.sdmvae.examples.place.Divisible;
import io.github.sdmvae.examples.place.PlacedPart;

/** Lets cells of the table be finished elsewhere. */
public final class PaperTableProgram implements PlacedPart.Program {
    static final String NAME = "PaperTable";

    /** Made by the service loader. */
    public PaperTableProgram() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Divisible make() {
        return new PaperTable();
    }
}
