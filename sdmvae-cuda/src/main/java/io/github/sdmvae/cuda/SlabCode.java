/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.cuda;

import io.github.sdmvae.prior.PseudoInputs;

/**
 * Codes drawn through a relaxed gate, under a fixed spike and slab or one of learned pseudo-inputs.
 *
 * @param alpha probability of the slab
 * @param count of pseudo-inputs; 0 for the fixed prior
 */
record SlabCode(double alpha, int count) implements CodePart {
    private static final int THREADS = 128;

    static SlabCode of(PseudoInputs prior) {
        return new SlabCode(prior.alpha(), prior.count());
    }

    @Override
    public void sample(Sequence work, Kernels kernels, Arrays a) {
        int rows = a.t().rows();
        int columns = a.t().shape().headColumns();
        work.then(kernels.each(
                KernelText.CODE,
                "slab_draw",
                a.t().code().length(),
                a.state(),
                a.heads(),
                a.noise(),
                Arrays.address(a.t().code()),
                rows,
                a.t().samples(),
                a.width(),
                columns));
        if (count > 0) {
            pseudoInputs(work, kernels, a, rows);
            return;
        }
        work.then(kernels.each(
                KernelText.CODE,
                "slab_diverge",
                a.entries(),
                a.state(),
                a.heads(),
                a.dHeads(),
                Arrays.address(a.t().divergence()),
                rows,
                a.width(),
                alpha));
    }

    private void pseudoInputs(Sequence work, Kernels kernels, Arrays a, int rows) {
        Transfers room = a.transfers();
        long weights = work.keep(CudaTensor.zeros(room, 2 * rows, count)).address(); // doubles
        long distances = work.keep(CudaTensor.zeros(room, 2 * rows, count)).address();
        long nearest = work.keep(CudaTensor.zeros(room, rows, 1)).address(); // integers
        work.then(kernels.blocks(
                KernelText.CODE,
                "pseudo_diverge",
                rows,
                1,
                THREADS,
                a.state(),
                a.heads(),
                a.dHeads(),
                Arrays.address(a.t().divergence()),
                weights,
                distances,
                nearest,
                rows,
                a.width(),
                count,
                alpha));
        work.then(kernels.blocks(
                KernelText.CODE,
                "pseudo_gather",
                a.width(),
                count,
                THREADS,
                a.state(),
                a.heads(),
                a.dHeads(),
                weights,
                nearest,
                rows,
                a.width(),
                count,
                alpha));
    }

    @Override
    public void backward(Sequence work, Kernels kernels, Arrays a) {
        work.then(kernels.each(
                KernelText.CODE,
                "slab_backward",
                a.entries(),
                a.state(),
                a.heads(),
                a.noise(),
                Arrays.address(a.t().dCode()),
                a.dHeads(),
                a.t().rows(),
                a.t().samples(),
                a.width(),
                a.t().shape().headColumns()));
    }
}
