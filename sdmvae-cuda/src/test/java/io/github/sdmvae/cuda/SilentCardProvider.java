/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import io.github.sdmvae.engine.EngineUnavailableException;
import java.util.Optional;

/** An engine whose libraries are there, and whose card does not answer. */
public final class SilentCardProvider implements EngineProvider {
    static int asked;

    @Override
    public String name() {
        return "silent";
    }

    @Override
    public int rank() {
        return 1000;
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.empty();
    }

    @Override
    public Engine create() {
        asked++;
        throw new EngineUnavailableException("no card answers", null);
    }
}
