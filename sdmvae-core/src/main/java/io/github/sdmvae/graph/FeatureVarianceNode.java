/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.graph;

import io.github.sdmvae.graph.Parameter.Start;
import io.github.sdmvae.likelihood.GaussianFeatureVariance;
import java.util.List;

/**
 * Puts log σ² of every feature, the same for all data points, behind the decoder's output: B × n becomes B × 2n.
 *
 * @param variance the variances' prior
 * @param width n
 */
public record FeatureVarianceNode(GaussianFeatureVariance variance, int width) implements Node {
    /** Name of log σ², n values. */
    public static final String LOG_VARIANCE = "featureLogVariance";
    /** Name of the term of the loss that the variances' prior brings. */
    public static final String VARIANCE_PRIOR = "variancePrior";

    @Override
    public String name() {
        return LOG_VARIANCE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(LOG_VARIANCE, 1, width, true, Start.all(0, width)));
    }

    @Override
    public List<String> terms() {
        return variance.nu() == 0 ? List.of() : List.of(VARIANCE_PRIOR);
    }
}
