/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import java.util.Locale;

/**
 * The engines there are. The first call loads the native libraries (a second or two) and limits their threads to the
 * number in the system property {@code sdmvae.nativeThreads}, by default 1: their own defaults slow small machines down
 * more than tenfold.
 */
public final class Engines {
    private static final String PLATFORMS = "linux-x86_64, linux-arm64, macosx-x86_64, macosx-arm64 and windows-x86_64";

    private Engines() {}

    /**
     * The engine to use unless there is a reason for another.
     *
     * @return an engine in single precision
     * @throws IllegalStateException if there are no native libraries for this platform
     */
    public static Engine standard() {
        return cpu();
    }

    /**
     * The fast engine on the processor: fused kernels round OpenBLAS, in single precision. It uses as many threads as the
     * system property {@code sdmvae.threads} says, by default one per core; results do not depend on the number.
     *
     * @return a new engine; all of them share their threads
     * @throws IllegalStateException if there are no native libraries for this platform
     */
    public static Engine cpu() {
        load(NativeThreads::oneForProducts);
        return new CpuEngine(Team.SHARED);
    }

    /** Made when first needed. */
    private static final class Team {
        static final CpuTeam SHARED = new CpuTeam(
                NativeThreads.wanted("sdmvae.threads", Runtime.getRuntime().availableProcessors()));
    }

    /**
     * The reference: products, likelihoods and optimiser as ND4J operations.
     *
     * @param precision single for training, double for checking
     * @return a new engine
     * @throws IllegalStateException if there are no native libraries for this platform
     */
    public static Engine nd4j(Precision precision) {
        load(NativeThreads::limitCaller);
        return new Nd4jEngine(precision);
    }

    private static void load(Runnable libraries) {
        try {
            libraries.run();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new IllegalStateException(
                    String.format(
                            Locale.ROOT,
                            "cannot load the native libraries of OpenBLAS or ND4J on %s %s; there are natives for %s, as jars with that classifier on the class path",
                            System.getProperty("os.name"),
                            System.getProperty("os.arch"),
                            PLATFORMS),
                    e);
        }
    }
}
