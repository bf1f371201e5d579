/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.LossTerms;
import org.jspecify.annotations.Nullable;

/**
 * One epoch.
 *
 * @param epoch from 1
 * @param training loss, mean over the epoch's steps, nats per data point
 * @param validation loss on the validation data after the epoch, nats per data point; null without validation data
 * @param learningRate of the epoch's last step
 * @param seconds spent on the epoch, validation included
 * @param best whether the validation loss is the lowest so far; without validation data always true
 */
public record EpochReport(
        int epoch,
        LossTerms training,
        @Nullable LossTerms validation,
        double learningRate,
        double seconds,
        boolean best) {}
