/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import java.util.Optional;

/** Finds the fused engine on the processor. */
public final class CpuEngineProvider implements EngineProvider {
    private static final int RANK = 100;

    /** For the service loader. */
    public CpuEngineProvider() {}

    @Override
    public String name() {
        return CpuEngine.NAME;
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Optional<String> obstacle() {
        return OpenBlas.obstacle();
    }

    @Override
    public Engine create() {
        return CpuEngine.shared();
    }
}
