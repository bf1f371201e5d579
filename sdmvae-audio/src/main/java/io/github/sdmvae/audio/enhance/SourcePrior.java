/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.audio.enhance;

import io.github.sdmvae.graph.TransitionNode;
import io.github.sdmvae.model.ModelDefinition;
import io.github.sdmvae.model.Vae;
import io.github.sdmvae.prior.Prior;
import io.github.sdmvae.prior.Transition;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a source's codes a priori.
 *
 * @param width k
 * @param learnsVariance whether their variance is learned; else it is 1
 * @param meanGamma γ̄, k values; null if the model does not know it
 * @param isOverTime whether frames depend on each other through the decoder
 */
@SuppressWarnings("ArrayRecordComponent") // only read, and never compared
record SourcePrior(int width, boolean learnsVariance, double @Nullable [] meanGamma, boolean isOverTime) {

    /** Of a source whose frames stand alone. */
    SourcePrior(int width, boolean learnsVariance, double @Nullable [] meanGamma) {
        this(width, learnsVariance, meanGamma, false);
    }

    /**
     * The prior of a trained model.
     *
     * @throws IllegalArgumentException naming the part, if the code does not stand alone with a Gaussian prior
     */
    static SourcePrior of(Vae model) {
        ModelDefinition definition = model.definition();
        Prior prior = definition.prior();
        TransitionNode transition = definition.graph().transition();
        if (transition != null && transition.transition() != Transition.NONE) {
            throw new IllegalArgumentException("not yet supported: a model of time whose prior reads the codes before,"
                    + " here " + prior.describe()
                    + "; enhancement takes standard normal priors, and learned variances that"
                    + " are not predicted");
        }
        if (definition.selector() != null) {
            throw new IllegalArgumentException("not yet supported: a model with a dimension selector; the prior is not"
                    + " that of the code which the decoder sees");
        }
        if (!prior.isGaussian()) {
            throw new IllegalArgumentException("not yet supported: a model with the prior '" + prior.name()
                    + "'; enhancement takes models with Prior.standardNormal() or Prior.learnedVariance()");
        }
        return new SourcePrior(
                definition.codeSize(),
                prior.learnsVariance(),
                widened(model.state().meanGamma()),
                definition.dynamics() != null);
    }

    private static double @Nullable [] widened(float @Nullable [] values) {
        if (values == null) {
            return null;
        }
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
