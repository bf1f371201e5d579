/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.engine.kernels.CodeTensors;
import io.github.sdmvae.engine.kernels.Tensor;

/** A prior with its γ update as the kernels have it; {@link CodeParts} has them all. */
interface CodePart {
    /**
     * What the kernels of the code work on.
     *
     * @param state of the step
     * @param drawn divergence of every entry of every draw, doubles; 0 unless weights are wanted
     * @param weights of every draw, doubles
     * @param t arrays
     * @param transfers where further room is allocated
     */
    record Arrays(long state, long drawn, long weights, CodeTensors t, Transfers transfers) {
        long heads() {
            return address(t.heads());
        }

        long dHeads() {
            return address(t.dHeads());
        }

        long noise() {
            return address(t.noise());
        }

        static long address(Tensor tensor) {
            return ((CudaTensor) tensor).address();
        }

        int width() {
            return t.shape().width();
        }

        /** Entries of the batch's codes. */
        int entries() {
            return t.rows() * width();
        }
    }

    /** Takes the batch into the shared γ; nothing where none is. */
    default void share(Sequence work, Kernels kernels, Arrays a) {}

    /** Heads and noise → code, γ, divergence, hyperprior, and the divergence's part of dHeads. */
    void sample(Sequence work, Kernels kernels, Arrays a);

    /** Adds the reconstruction's part. */
    void backward(Sequence work, Kernels kernels, Arrays a);

    /** Replaces the divergence's part by one with a weight for every draw. */
    default void weigh(Sequence work, Kernels kernels, Arrays a) {
        throw new UnsupportedOperationException("this prior's draws have no density");
    }

    /**
     * A code without spread.
     *
     * @param penalty on absolute values
     */
    record PointPart(double penalty) implements CodePart {
        @Override
        public void sample(Sequence work, Kernels kernels, Arrays a) {
            work.then(kernels.each(
                    KernelText.CODE,
                    "point_sample",
                    a.entries(),
                    a.state(),
                    a.heads(),
                    Arrays.address(a.t().code()),
                    a.dHeads(),
                    Arrays.address(a.t().divergence()),
                    a.entries(),
                    penalty));
        }

        @Override
        public void backward(Sequence work, Kernels kernels, Arrays a) {
            work.then(kernels.each(
                    KernelText.CODE,
                    "point_backward",
                    a.entries(),
                    Arrays.address(a.t().dCode()),
                    a.dHeads(),
                    a.entries()));
        }
    }
}
