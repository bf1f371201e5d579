/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

/**
 * The engines there are. The first call loads the native libraries (a second or two) and limits their threads to the
 * number in the system property {@code sdmvae.nativeThreads}, by default 1: their own defaults slow small machines down
 * more than tenfold.
 */
public final class Engines {
    private Engines() {}

    /**
     * The engine to use unless there is a reason for another.
     *
     * @return an engine in single precision
     * @throws IllegalStateException if the native libraries cannot be loaded, saying why
     */
    public static Engine standard() {
        return cpu();
    }

    /**
     * The fast engine on the processor: fused kernels round OpenBLAS, in single precision. It uses as many threads as the
     * system property {@code sdmvae.threads} says, by default one per core; results do not depend on the number.
     *
     * @return a new engine; all of them share their threads
     * @throws IllegalStateException if the native libraries cannot be loaded, saying why
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
     * @throws IllegalStateException if the native libraries cannot be loaded, saying why
     */
    public static Engine nd4j(Precision precision) {
        load(NativeThreads::limitCaller);
        return new Nd4jEngine(precision);
    }

    private static void load(Runnable libraries) {
        try {
            libraries.run();
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw NativeLibraries.failure(e);
        }
    }
}
