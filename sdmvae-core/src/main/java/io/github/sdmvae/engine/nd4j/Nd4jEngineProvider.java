/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.Engine;
import io.github.sdmvae.engine.EngineProvider;
import io.github.sdmvae.engine.Precision;
import io.github.sdmvae.engine.cpu.OpenBlas;
import java.util.Optional;

/** Finds the reference engine; ND4J may be excluded from the class path, and then it is not there. */
public final class Nd4jEngineProvider implements EngineProvider {
    private static final int RANK = 50;

    /** For the service loader. */
    public Nd4jEngineProvider() {}

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Optional<String> obstacle() {
        try {
            Class.forName("org.nd4j.linalg.factory.Nd4j", false, Nd4jEngineProvider.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of(
                    "ND4J is not on the class path: add org.nd4j:nd4j-native and its natives for this platform");
        }
        return OpenBlas.obstacle();
    }

    @Override
    public Engine create() {
        return Nd4jEngine.of(Precision.FLOAT32);
    }
}
