/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Priors of the code and updates of their variances: one file each, with everything that depends on which one it is,
 * and one line in {@link io.github.sdmvae.prior.Priors} or {@link io.github.sdmvae.prior.GammaUpdates}. Their rules are
 * written here on plain arrays in double precision, the reference for every engine.
 */
@NullMarked
package io.github.sdmvae.prior;

import org.jspecify.annotations.NullMarked;
