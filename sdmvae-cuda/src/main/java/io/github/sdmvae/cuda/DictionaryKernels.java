/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import org.jspecify.annotations.Nullable;

/** What a learned dictionary keeps to, and its penalty. */
final class DictionaryKernels {
    private static final int THREADS = 256;

    private DictionaryKernels() {}

    static Launch unitColumns(Kernels kernels, CudaTensor dictionary) {
        return kernels.blocks(
                KernelText.UPDATE,
                "unit_columns",
                dictionary.columns(),
                1,
                64,
                dictionary.address(),
                dictionary.rows(),
                dictionary.columns());
    }

    /**
     * Turns atoms whose product exceeds a bound.
     *
     * @param room m k doubles
     */
    static Launch boundCoherence(Kernels kernels, CudaTensor dictionary, double bound, long room) {
        return kernels.blocks(
                KernelText.UPDATE,
                "bound_coherence",
                1,
                1,
                THREADS,
                dictionary.address(),
                room,
                dictionary.rows(),
                dictionary.columns(),
                bound);
    }

    /**
     * A penalty on the coherence of atoms.
     *
     * @param room k (k + 1) doubles; the term's k parts come first
     */
    static Launch coherence(Kernels kernels, CudaTensor d, @Nullable CudaTensor gradient, long room, double weight) {
        int k = d.columns();
        return kernels.blocks(
                KernelText.UPDATE,
                "coherence",
                k,
                1,
                THREADS,
                d.address(),
                gradient == null ? 0L : gradient.address(),
                room,
                room + Double.BYTES * (long) k,
                d.rows(),
                k,
                weight);
    }
}
