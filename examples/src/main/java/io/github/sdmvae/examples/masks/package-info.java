/* SPDX-License-Identifier: Apache-2.0 */
/** Masks on data whose mask is known. */
@NullMarked
package io.github.sdmvae.examples.masks;

import org.jspecify.annotations.NullMarked;
