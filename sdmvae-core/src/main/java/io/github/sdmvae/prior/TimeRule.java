/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * The divergence of codes in time from their prior, with γ where the prior has variances of its own, in double precision.
 * γ is held fixed in the gradient (Sadeghi and Magron 2022).
 */
public interface TimeRule {

    /**
     * What the prior reads of past codes.
     *
     * @return {@link Transition#NONE} unless overridden
     */
    default Transition transition() {
        return Transition.NONE;
    }

    /**
     * Computes γ, divergence, hyperprior and gradients of all frames.
     *
     * @param codes what is known
     * @param terms receives the results of frames in use; the others are zero already
     */
    void evaluate(CodeSequences codes, TimeTerms terms);
}
