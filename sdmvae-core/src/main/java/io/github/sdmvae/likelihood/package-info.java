/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Likelihoods of the data: one file each, with everything that depends on which one it is, and one line in {@link
 * io.github.sdmvae.likelihood.Likelihoods}. Their rules are written here on plain arrays in double precision, the
 * reference for every engine.
 */
@NullMarked
package io.github.sdmvae.likelihood;

import org.jspecify.annotations.NullMarked;
