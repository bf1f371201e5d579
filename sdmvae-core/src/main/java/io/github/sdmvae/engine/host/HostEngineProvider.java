/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.host;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import io.github.sdmvae.engine.Precision;
import java.util.Optional;

/** Finds the plain engine, which is always there and never chosen unless asked for by name. */
public final class HostEngineProvider implements EngineProvider {
    private static final int RANK = 0;

    /** For the service loader. */
    public HostEngineProvider() {}

    @Override
    public String name() {
        return HostEngine.NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Engine create() {
        return HostEngine.of(Precision.FLOAT32);
    }
}
