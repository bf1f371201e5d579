/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * The posterior of a batch of codes as plain arrays, row-major {@code rows × width}. Read only; valid during the call
 * that receives it.
 *
 * @param rows data points (times samples, if several are drawn)
 * @param width k, entries per code
 * @param mean μ
 * @param logVariance λ = log σ²
 * @param noise ε
 * @param code a = μ + σ ⊙ ε
 */
@SuppressWarnings("ArrayRecordComponent") // views of the library's own arrays, never compared
public record CodeBatch(int rows, int width, double[] mean, double[] logVariance, double[] noise, double[] code) {}
