/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.nd4j;

import io.github.sdmvae.engine.ThreadSettings;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread counts of the native libraries. As they come, ND4J and OpenBLAS each start a team of spinning threads per
 * core; at the sizes of these models one descheduled thread then stalls every operation, tenfold and worse on small
 * machines. So one thread each, unless the user says otherwise.
 */
final class Nd4jThreads {
    private static final Logger LOG = LoggerFactory.getLogger(Nd4jThreads.class);
    private static final String PROPERTY = "sdmvae.nativeThreads";
    private static final ThreadLocal<Boolean> LIMITED = ThreadLocal.withInitial(() -> false);
    private static boolean loaded;

    private Nd4jThreads() {}

    /** Limits ND4J and OpenBLAS for products of the calling thread: OpenMP keeps its numbers per calling thread. */
    static void limitCaller() {
        if (!LIMITED.get()) {
            limit(ThreadSettings.read(PROPERTY, 1));
            LIMITED.set(true);
        }
    }

    private static synchronized void limit(int threads) {
        if (!loaded) {
            Nd4j.getEnvironment().setMaxThreads(threads);
            Nd4j.getEnvironment().setMaxMasterThreads(threads);
            LOG.debug("native libraries use {} threads (system property {})", threads, PROPERTY);
            loaded = true;
        }
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        // Last: ND4J gives OpenBLAS all cores when it is loaded.
        openblas.blas_set_num_threads(threads);
    }
}
