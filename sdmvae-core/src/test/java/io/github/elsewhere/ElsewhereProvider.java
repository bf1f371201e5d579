/* SPDX-License-Identifier: Apache-2.0 */
package io.github.elsewhere;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import java.util.Optional;

/** Finds the engine of somebody else's. */
public final class ElsewhereProvider implements EngineProvider {
    @Override
    public String name() {
        return "elsewhere";
    }

    @Override
    public int rank() {
        return -1;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Engine create() {
        return new ElsewhereEngine();
    }
}
