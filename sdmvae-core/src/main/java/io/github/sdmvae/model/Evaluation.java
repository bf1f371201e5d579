/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import io.github.sdmvae.objective.LossTerms;
import java.util.List;

/**
 * A model's figures on a set of data points, with one or several draws of the code per point from noise that depends on
 * the seed and the point's index alone.
 *
 * @param size data points
 * @param terms negative evidence lower bound by term, nats per data point, constants of the likelihood left out
 * @param constant what to add to the reconstruction term for the full -log p(x|z), nats per data point; with a data transform its
 *     volume is counted in, so that models with and without one can be compared
 * @param unitDivergence mean divergence of each code entry, nats; an entry above 0.01 counts as active
 * @param unitMeanVariance variance over the data of each entry of the deterministic code (Burda et al. 2016 count those above 0.01)
 * @param meanGamma mean γ of each code entry; empty unless the prior is standard normal or has learned variances
 */
public record Evaluation(
        int size,
        LossTerms terms,
        double constant,
        List<Double> unitDivergence,
        List<Double> unitMeanVariance,
        List<Double> meanGamma) {

    /**
     * Copies the lists.
     *
     * @param size data points
     * @param terms negative evidence lower bound by term, nats per data point, constants of the likelihood left out
     * @param constant what to add to the reconstruction term for the full -log p(x|z), nats per data point
     * @param unitDivergence mean divergence of each code entry, nats; an entry above 0.01 counts as active
     * @param unitMeanVariance variance over the data of each entry of the deterministic code (Burda et al. 2016 count those above 0.01)
     * @param meanGamma mean γ of each code entry; empty unless the prior is standard normal or has learned variances
     */
    public Evaluation {
        unitDivergence = List.copyOf(unitDivergence);
        unitMeanVariance = List.copyOf(unitMeanVariance);
        meanGamma = List.copyOf(meanGamma);
    }
}
