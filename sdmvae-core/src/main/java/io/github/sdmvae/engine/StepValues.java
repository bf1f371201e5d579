/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.engine;

import io.github.sdmvae.prior.Prior;

/**
 * What changes from step to step, as data, so that an engine may capture everything else once.
 *
 * @param step training steps done before this one, from 0
 * @param beta β, weight of the divergence
 * @param relaxation of a prior's relaxed choices, see {@link Prior#relaxation}
 * @param learningRate of Adam
 * @param clipping largest norm of the gradient; infinity turns it off
 */
public record StepValues(long step, double beta, double relaxation, double learningRate, double clipping) {

    /**
     * The values of a pass that changes nothing.
     *
     * @param prior whose relaxed choices are as hard as they get
     * @param beta weight of the divergence
     * @return the values
     */
    public static StepValues evaluation(Prior prior, double beta) {
        return new StepValues(0, beta, prior.relaxation(Long.MAX_VALUE), 0, Double.POSITIVE_INFINITY);
    }
}
