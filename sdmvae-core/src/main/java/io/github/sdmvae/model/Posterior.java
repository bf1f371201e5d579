/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

import org.jspecify.annotations.Nullable;

/**
 * Posteriors of codes, one row per data point: Gaussian, or Cauchy for a Cauchy prior, then with location μ and scale
 * {@code exp(λ/2)}. The arrays are the caller's own.
 *
 * @param mean μ, rows × k
 * @param logVariance λ = log σ², rows × k
 * @param slabProbability q of spike and slab, rows × k: the probability that an entry is not zero; null for other priors
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of results, never compared
public record Posterior(float[][] mean, float[][] logVariance, float @Nullable [][] slabProbability) {}
