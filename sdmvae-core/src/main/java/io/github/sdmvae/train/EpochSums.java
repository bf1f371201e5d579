/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.LossTerms;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The mean loss of an epoch while it is being gathered. Part of a checkpoint: terms added up in another order would
 * differ in the last bits.
 *
 * @param reconstruction sum of the steps' terms, each divided by the number of steps
 * @param divergence likewise
 * @param hyperprior likewise
 * @param beta of the last step
 * @param penalties like reconstruction, by name
 */
record EpochSums(
        double reconstruction, double divergence, double hyperprior, double beta, Map<String, Double> penalties) {
    static final EpochSums NONE = new EpochSums(0, 0, 0, 1, Map.of());

    /** Sums with a dictionary's penalty alone, as in checkpoints. */
    EpochSums(double reconstruction, double divergence, double hyperprior, double beta, double coherence) {
        this(reconstruction, divergence, hyperprior, beta, coherence == 0 ? Map.of() : Map.of("coherence", coherence));
    }

    double coherence() {
        return penalties.getOrDefault("coherence", 0.0);
    }

    EpochSums plus(LossTerms terms, int steps) {
        Map<String, Double> sums = penalties;
        if (!terms.penalties().isEmpty()) {
            sums = new LinkedHashMap<>(penalties);
            for (Map.Entry<String, Double> penalty : terms.penalties().entrySet()) {
                sums.merge(penalty.getKey(), penalty.getValue() / steps, Double::sum);
            }
        }
        return new EpochSums(
                reconstruction + terms.reconstruction() / steps,
                divergence + terms.divergence() / steps,
                hyperprior + terms.hyperprior() / steps,
                terms.beta(),
                sums);
    }

    LossTerms mean() {
        return new LossTerms(reconstruction, divergence, hyperprior, beta, penalties);
    }
}
