/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/** A divergence in closed form, in single precision over a stretch of entries, which stand in the slots of {@link CpuCodePass}. */
interface CpuClosedForm {

    /**
     * What is needed of a stretch first: reads μ, λ and σ.
     *
     * @param first index of the stretch's first entry in the batch
     * @param n entries
     * @param s the thread's own
     */
    default void prepare(int first, int n, CpuScratch s) {}

    /**
     * Reads μ, λ and σ; writes the divergence of each entry and its gradient.
     *
     * @param s the thread's own
     * @param factor on the gradient
     * @param n entries
     */
    void evaluate(CpuScratch s, float factor, int n);
}
