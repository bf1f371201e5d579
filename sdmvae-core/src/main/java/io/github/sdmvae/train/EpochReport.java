/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.LossTerms;
import org.jspecify.annotations.Nullable;

/**
 * One epoch.
 *
 * @param epoch from 1
 * @param training loss, mean over the epoch's steps, nats per data point
 * @param validation loss on the validation data after the epoch by the bound that is trained, without free bits and with
 *     the β of validation, nats per data point: what decides on the best epoch; null without validation data
 * @param plainValidation the same with one draw per data point and without importance weights: the same terms, unless
 *     training has several draws or importance weights; null without validation data
 * @param learningRate of the epoch's last step
 * @param seconds spent on the epoch, validation included
 * @param best whether the validation loss is the lowest so far; without validation data always true
 */
public record EpochReport(
        int epoch,
        LossTerms training,
        @Nullable LossTerms validation,
        @Nullable LossTerms plainValidation,
        double learningRate,
        double seconds,
        boolean best) {

    /**
     * The total: what training minimised, mean over the epoch's steps.
     *
     * @return reconstruction + β (divergence + hyperprior) + penalties, nats per data point
     */
    public double trainingLoss() {
        return training.loss();
    }

    /**
     * The total on the validation data: what decides on the best epoch.
     *
     * @return nats per data point; NaN without validation data
     */
    public double validationLoss() {
        return validation == null ? Double.NaN : validation.loss();
    }

    /** One line. */
    @Override
    public String toString() {
        return "epoch " + epoch + ": training " + training + (validation == null ? "" : ", validation " + validation);
    }
}
