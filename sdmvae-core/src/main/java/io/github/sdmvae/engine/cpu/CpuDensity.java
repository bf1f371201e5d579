/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine.cpu;

/**
 * What a prior says of draws {@code a = μ + σ ⊙ ε}, in single precision over a stretch of entries, which stand in the slots of
 * {@link CpuCodePass}.
 */
interface CpuDensity {

    /**
     * What is needed of a stretch before its draws: reads μ, λ and σ.
     *
     * @param first index of the stretch's first entry in the batch
     * @param n entries
     * @param s the thread's own
     */
    default void prepare(int first, int n, CpuScratch s) {}

    /**
     * Of one draw: reads λ, ε and a; writes {@code log q(a) - log p(a)} and the derivative of {@code -log p(a)}.
     *
     * @param s the thread's own
     * @param n entries
     */
    void evaluate(CpuScratch s, int n);
}
