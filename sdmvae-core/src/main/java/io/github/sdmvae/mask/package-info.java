/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Masks between code and decoder: the dimension selector of InteL-VAE (Miao et al. 2022) and the sparse decoding of
 * Moran et al. (2022), each a part of a definition with its rule in double precision.
 */
@NullMarked
package io.github.sdmvae.mask;

import org.jspecify.annotations.NullMarked;
