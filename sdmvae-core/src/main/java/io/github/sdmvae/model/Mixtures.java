/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.MixtureProgram;
import io.github.sdmvae.engine.MixtureShape;
import io.github.sdmvae.engine.MixtureSource;
import java.util.ArrayList;
import java.util.List;

/** Compiles trained models as sources of a mixture. */
public final class Mixtures {
    private Mixtures() {}

    /**
     * Compiles models for a tile of a mixture, on the engine that they compute on.
     *
     * @param models of power spectra, at least one; one model may stand for several sources
     * @param shape of the tile
     * @return a program for the tile; programs share the models' parameters
     * @throws IllegalArgumentException if the models differ in engine or number of frequencies
     */
    public static MixtureProgram compile(List<Vae> models, MixtureShape shape) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("a mixture needs at least one model");
        }
        Engine engine = models.get(0).engine();
        List<MixtureSource> sources = new ArrayList<>();
        for (Vae model : models) {
            if (model.engine() != engine) {
                throw new IllegalArgumentException("all models of a mixture must compute on the same engine, got '"
                        + engine.name() + "' and '" + model.engine().name() + "'");
            }
            sources.add(model.mixtureSource());
        }
        return engine.mixture(sources, shape);
    }
}
