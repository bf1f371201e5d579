/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.EngineUnavailableException;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of ND4J's backends is on the class path. That for CUDA holds machine code for compute capability 3.7 to 8.6 and no
 * PTX: on a later card it loads and dies at its first kernel, so the card is asked first.
 */
final class Nd4jBackend {
    private static final String CUDA = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String RUNTIME = "org.bytedeco.cuda.global.cudart";
    private static final int OLDEST = 37;
    /** 8.9 runs the code of 8.6. */
    private static final int NEWEST = 89;

    private static final int MAJOR = 75;
    private static final int MINOR = 76;

    private Nd4jBackend() {}

    /** Whether ND4J computes on a card, as far as the class path tells; loads nothing. */
    static boolean isCuda() {
        return Nd4jBackend.class.getClassLoader().getResource(CUDA.replace('.', '/') + ".class") != null;
    }

    /**
     * Asks the card, where there is that backend.
     *
     * @throws EngineUnavailableException if the backend has no code for it, or no card answers
     */
    static void requireCard() {
        if (isCuda()) {
            obstacle(attribute(MAJOR), attribute(MINOR)).ifPresent(why -> {
                throw new EngineUnavailableException(why, null);
            });
        }
    }

    /** Why the backend cannot run on a card of this compute capability; empty if it can. */
    static Optional<String> obstacle(int major, int minor) {
        int capability = 10 * major + minor;
        if (capability >= OLDEST && capability <= NEWEST) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "ND4J's CUDA backend has no code for a card of compute capability %d.%d: it has some for 3.7 to 8.6,"
                        + " which 8.9 runs, too. Use nd4j-native, or sdmvae-cuda instead of nd4j-cuda-11.6",
                major,
                minor));
    }

    private static int attribute(int which) {
        int[] value = new int[1];
        try {
            Object code = Class.forName(RUNTIME)
                    .getMethod("cudaDeviceGetAttribute", int[].class, int.class, int.class)
                    .invoke(null, value, which, 0);
            if (!Integer.valueOf(0).equals(code)) {
                throw new EngineUnavailableException(
                        "ND4J's CUDA backend is on the class path, but no card answers (the CUDA runtime says " + code
                                + "). Use nd4j-native instead of nd4j-cuda-11.6",
                        null);
            }
            return value[0];
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException
                | LinkageError e) {
            throw new EngineUnavailableException(
                    "ND4J's CUDA backend is on the class path, but CUDA 11.6 cannot be loaded: add"
                            + " org.bytedeco:cuda:11.6-8.3-1.5.7 with the classifier linux-x86_64-redist, or install CUDA"
                            + " 11.6",
                    e);
        }
    }
}
