/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.LossTerms;

/**
 * The mean loss of an epoch while it is being gathered. Part of a checkpoint: terms added up in another order would
 * differ in the last bits.
 *
 * @param reconstruction sum of the steps' terms, each divided by the number of steps
 * @param divergence likewise
 * @param hyperprior likewise
 * @param beta of the last step
 * @param coherence like reconstruction
 */
record EpochSums(double reconstruction, double divergence, double hyperprior, double beta, double coherence) {
    static final EpochSums NONE = new EpochSums(0, 0, 0, 1, 0);

    EpochSums plus(LossTerms terms, int steps) {
        return new EpochSums(
                reconstruction + terms.reconstruction() / steps,
                divergence + terms.divergence() / steps,
                hyperprior + terms.hyperprior() / steps,
                terms.beta(),
                coherence + terms.coherence() / steps);
    }

    LossTerms mean() {
        return new LossTerms(reconstruction, divergence, hyperprior, beta, coherence);
    }
}
