/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

import io.github.sdmvae.engine.EngineUnavailableException;
import io.github.sdmvae.engine.ThreadSettings;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/**
 * The library of matrix products. As it comes, OpenBLAS starts a team of spinning threads per core; at the sizes of these
 * models one descheduled thread then stalls every operation, tenfold and worse on small machines. So one thread each, unless
 * the user says otherwise.
 */
public final class OpenBlas {
    private static final String PROPERTY = "sdmvae.nativeThreads";

    private OpenBlas() {}

    /**
     * Sets the threads for products that the calling thread asks OpenBLAS for, which keeps the number per calling thread:
     * as the system property {@code sdmvae.nativeThreads} says, by default one.
     */
    static void limitThreads() {
        openblas.blas_set_num_threads(ThreadSettings.read(PROPERTY, 1));
    }

    /**
     * Loads the library.
     *
     * @throws EngineUnavailableException if that fails, saying why
     */
    static void load() {
        try {
            limitThreads();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw NativeLibraries.failure(e);
        }
    }

    /**
     * What is missing on the class path, found without loading the library.
     *
     * @return empty if it is there for this platform
     */
    public static Optional<String> obstacle() {
        ClassLoader loader = OpenBlas.class.getClassLoader();
        try {
            Class.forName("org.bytedeco.openblas.global.openblas", false, loader);
            String platform = Loader.Detector.getPlatform();
            String natives = "org/bytedeco/openblas/" + platform + "/";
            boolean there = loader.getResource(natives + "libjniopenblas_nolapack.so") != null
                    || loader.getResource(natives + "libjniopenblas_nolapack.dylib") != null
                    || loader.getResource(natives + "jniopenblas_nolapack.dll") != null;
            return there
                    ? Optional.empty()
                    : Optional.of("there are no natives of OpenBLAS for " + platform
                            + " on the class path: add org.bytedeco:openblas and org.bytedeco:javacpp with the classifier "
                            + platform);
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of("OpenBLAS is not on the class path: add org.bytedeco:openblas");
        }
    }
}
