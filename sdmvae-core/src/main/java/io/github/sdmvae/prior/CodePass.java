/* SPDX-License-Identifier: Apache-2.0 */
package io.github.sdmvae.prior;

/**
 * What changes from one pass over the code to the next.
 *
 * @param relaxation of a relaxed choice, as {@link Prior#relaxation} gives it for the step
 * @param gradientScale factor on the divergence's gradient, β/B in training; 0 for none
 */
public record CodePass(double relaxation, double gradientScale) {}
