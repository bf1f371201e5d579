/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.classic;

/**
 * One iteration of a fit.
 *
 * @param restart which start, from 0
 * @param iteration updates done so far: 0 is the start itself
 * @param objective for {@link KMeans} the inertia (sum of squared distances, never rises); for the others the mean
 *     log-likelihood of a row in nats (never falls, but for rounding)
 * @param repairs in the update before: for {@link KMeans} empty clusters that were moved, for the others covariances
 *     lifted to the floor
 */
public record IterationReport(int restart, int iteration, double objective, int repairs) {}
