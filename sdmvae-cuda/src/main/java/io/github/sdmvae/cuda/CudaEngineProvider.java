/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import java.util.Optional;

/**
 * Finds the engine for NVIDIA cards where the libraries it needs are on the machine. Whether a card answers shows when the
 * engine is made; where none does, {@link io.github.sdmvae.engine.Engines#standard()} goes on to the next best engine.
 */
public final class CudaEngineProvider implements EngineProvider {
    /** Above the fused engine on the processor. */
    private static final int RANK = 200;

    /** For the service loader. */
    public CudaEngineProvider() {}

    @Override
    public String name() {
        return CudaEngine.NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Optional<String> obstacle() {
        return CudaLibraries.ofMachine().obstacle();
    }

    @Override
    public Engine create() {
        return CudaEngine.open();
    }
}
