/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.internal;

import io.github.sdmvae.engine.CodeRule;

/**
 * What one pass over a batch computes.
 *
 * @param code what the code kernels compute
 * @param beta weight of the divergence
 * @param freeBits δ, nats per code entry that cost nothing
 * @param training whether gradients are wanted and the shared γ takes the batch in
 */
public record StepRule(CodeRule code, double beta, double freeBits, boolean training) {

    /**
     * A pass without gradients and free bits.
     *
     * @param code what the code kernels compute
     * @param beta weight of the divergence
     * @return the rule
     */
    public static StepRule evaluation(CodeRule code, double beta) {
        return new StepRule(code, beta, 0, false);
    }

    /**
     * A pass with gradients.
     *
     * @param code what the code kernels compute
     * @param beta weight of the divergence
     * @return the rule, without free bits
     */
    public static StepRule training(CodeRule code, double beta) {
        return new StepRule(code, beta, 0, true);
    }
}
