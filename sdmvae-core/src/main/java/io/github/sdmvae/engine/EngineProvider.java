/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.Optional;

/**
 * An engine that may be there, found by {@link java.util.ServiceLoader}: a line in {@code
 * META-INF/services/io.github.sdmvae.engine.EngineProvider} names the class. Asking whether it is available loads no native
 * library.
 */
public interface EngineProvider {

    /**
     * The name by which it is chosen.
     *
     * @return for instance {@code cpu}
     */
    String name();

    /**
     * How good a choice it is where nothing else was said.
     *
     * @return the available engine with the highest number is the default; the fused engine on the processor has 100, the
     *     references less
     */
    int rank();

    /**
     * What is missing, if anything, as far as that can be told without loading a native library.
     *
     * @return empty if the engine can be made; else a sentence that says what is missing and what to do
     */
    Optional<String> obstacle();

    /**
     * Makes the engine, in single precision.
     *
     * @return a new engine
     * @throws EngineUnavailableException if something is missing after all
     */
    Engine create();
}
