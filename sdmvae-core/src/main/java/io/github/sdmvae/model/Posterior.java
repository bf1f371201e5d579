/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.model;

/**
 * Gaussian posteriors of codes, one row per data point. The arrays are the caller's own.
 *
 * @param mean μ, rows × k
 * @param logVariance λ = log σ², rows × k
 */
@SuppressWarnings("ArrayRecordComponent") // a plain carrier of two results, never compared
public record Posterior(float[][] mean, float[][] logVariance) {}
