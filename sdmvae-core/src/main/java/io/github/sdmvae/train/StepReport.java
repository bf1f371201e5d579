/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.train;

import io.github.sdmvae.objective.LossTerms;

/**
 * One training step.
 *
 * @param epoch from 1
 * @param step within the epoch, from 1
 * @param steps in an epoch
 * @param terms loss of the step's batch, nats per data point
 */
public record StepReport(int epoch, int step, int steps, LossTerms terms) {}
