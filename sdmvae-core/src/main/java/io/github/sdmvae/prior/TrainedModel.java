/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

import org.jspecify.annotations.Nullable;

/** What drawing from a prior may need to know of the model that it belongs to. */
public interface TrainedModel {

    /**
     * γ̄, the mean γ of each code entry over the training data.
     *
     * @return k values, or null if the model was not trained
     */
    float @Nullable [] meanGamma();

    /**
     * Posteriors of the learned pseudo-inputs.
     *
     * @return one component per pseudo-input
     */
    Components components();

    /**
     * Components of a mixture, U × k each.
     *
     * @param mean μ
     * @param logVariance λ
     * @param slabProbability q
     */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    record Components(float[][] mean, float[][] logVariance, float[][] slabProbability) {}
}
