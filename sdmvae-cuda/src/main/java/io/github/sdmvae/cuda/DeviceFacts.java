/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import java.util.Locale;
import java.util.Optional;

/**
 * What a card is.
 *
 * @param name as the driver says it
 * @param major of its compute capability
 * @param minor of its compute capability
 * @param multiprocessors how many
 * @param memory bytes
 * @param blockMemory bytes of shared memory that a block may ask for: 227 KB on 9.0 and 10.0, 99 KB on 12.0
 * @param driver version of CUDA that the driver speaks, 13010 for 13.1
 */
record DeviceFacts(String name, int major, int minor, int multiprocessors, long memory, int blockMemory, int driver) {
    private static final int CLUSTERS = 9;
    /** Volta and older have no kernels in CUDA 13. */
    private static final int LEAST = 75;

    int capability() {
        return 10 * major + minor;
    }

    /** Why the card is of no use here; empty if it is. */
    Optional<String> obstacle() {
        return capability() >= LEAST
                ? Optional.empty()
                : Optional.of(this + ": CUDA 13 has no kernels for cards below compute capability 7.5 (Turing)");
    }

    /** Whether blocks of a cluster see each other's shared memory. */
    boolean hasClusters() {
        return major >= CLUSTERS;
    }

    /** As compilers name it. */
    String architecture() {
        return "sm_" + capability();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s, compute capability %d.%d, %.1f GB, driver for CUDA %d.%d",
                name,
                major,
                minor,
                memory / 1e9,
                driver / 1000,
                driver % 1000 / 10);
    }
}
