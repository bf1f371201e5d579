/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * What a {@link PriorFunction} computes, row-major {@code rows × width}, zero on entry.
 *
 * @param divergence nats, per entry; their sum over a row is the divergence of that data point
 * @param dMean derivative of the summed divergence with respect to μ, the code held fixed
 * @param dLogVariance the same for λ
 * @param dCode the same for the code a, with μ and λ held fixed
 */
@SuppressWarnings("ArrayRecordComponent") // views of the library's own arrays, never compared
public record CodeTerms(double[] divergence, double[] dMean, double[] dLogVariance, double[] dCode) {}
